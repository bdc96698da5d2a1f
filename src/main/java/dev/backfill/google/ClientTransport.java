package dev.backfill.google;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import java.time.Duration;

/** How Google's own clients send: with our time for an answer, and error bodies read by us. */
final class ClientTransport extends HttpTransportOptions {
  private static final long serialVersionUID = 1;

  ClientTransport(Duration answer) {
    super(
        newBuilder()
            .setConnectTimeout(Math.toIntExact(answer.toMillis()))
            .setReadTimeout(Math.toIntExact(answer.toMillis())));
  }

  @Override
  public HttpRequestInitializer getHttpRequestInitializer(ServiceOptions<?, ?> service) {
    var google = super.getHttpRequestInitializer(service);
    return request -> {
      google.initialize(request);
      ErrorBodies.readBy(request);
    };
  }
}
