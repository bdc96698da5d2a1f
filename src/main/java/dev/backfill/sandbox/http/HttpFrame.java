package dev.backfill.sandbox.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a router over HTTP/1.1 on a loopback port, with blocking handlers on a bounded pool. */
public final class HttpFrame implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFrame.class);
  // A rehearsal keeps about 20 requests open: console, worker's readers and writers, monitoring.
  private static final int THREADS = 64;

  /** The header with the id of the sandbox. */
  private static final String SANDBOX = "X-Sandbox-Id";

  private final Router router;
  private final Disturbance disturbance;
  private final Server server;
  private final ServerConnector connector;

  /** Port 0 takes any free one. */
  public HttpFrame(Router router, int port) {
    this(router, port, (method, path) -> Disturbance.NONE);
  }

  /** The same, with what goes wrong at this port only. */
  public HttpFrame(Router router, int port, Disturbance disturbance) {
    this.router = router;
    this.disturbance = disturbance;
    var pool = new QueuedThreadPool(THREADS);
    pool.setName("sandbox-http");
    pool.setDaemon(true);
    server = new Server(pool);
    var configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new Dispatch());
  }

  /** The same, naming in each answer the sandbox that gives it. */
  public HttpFrame saying(String sandbox) {
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(
            (request, headers) -> {
              headers.put(SANDBOX, sandbox);
              return request;
            });
    return this;
  }

  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException refused) {
      throw Ports.taken(connector.getPort(), refused);
    } catch (Exception failure) {
      throw new IOException("The sandbox's HTTP server did not start.", failure);
    }
  }

  public String endpoint() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IOException("The sandbox's HTTP server did not stop.", failure);
    }
  }

  private final class Dispatch extends Handler.Abstract {
    @Override
    public boolean handle(
        org.eclipse.jetty.server.Request in,
        org.eclipse.jetty.server.Response out,
        Callback callback) {
      var uri = in.getHttpURI();
      var override = in.getHeaders().get("X-HTTP-Method-Override");
      var method = override == null ? in.getMethod() : override;
      var path = versioned(uri.getPath());
      var response = router.witnessed(new Answer(out), method, path, uri.getQuery());
      try {
        Guard.check(in);
        answer(in, method, path, response);
        callback.succeeded();
      } catch (Cut cut) {
        in.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(cut);
      } catch (ApiException refused) {
        fail(out, response, refused, callback);
      } catch (Exception failure) {
        var code = Integer.toHexString(System.identityHashCode(failure));
        LOG.error("{} {} failed [{}]", in.getMethod(), in.getHttpURI().getPath(), code, failure);
        var message = "The sandbox failed; its log says why under [" + code + "].";
        var unexpected = new ApiException(500, "internalError", message);
        fail(out, response, DiskFull.of(failure).orElse(unexpected), callback);
      }
      return true;
    }

    private void answer(
        org.eclipse.jetty.server.Request in, String method, String path, Response response)
        throws Exception {
      router.received(method, path);
      var here = disturbance.of(method, path);
      var effect = here == Disturbance.NONE ? router.disturbed(method, path) : here;
      Thread.sleep(effect.delayMillis());
      if (effect.drop() == Disturbance.Drop.BEFORE) {
        throw new Cut();
      }
      if (effect.refusal() != null) {
        throw effect.refusal();
      }
      var match = router.match(method, path);
      var body = Content.Source.asInputStream(in);
      var query = in.getHttpURI().getQuery();
      var request = new Request(method, path, match.values(), query, in.getHeaders()::get, body);
      if (effect.drop() == Disturbance.Drop.AFTER) {
        match.route().handle(request, new Lost());
        throw new Cut();
      }
      match.route().handle(request, masked(request, response));
    }

    private static Response masked(Request request, Response response) {
      var fields = request.query("fields", "");
      return fields.isEmpty() ? response : new Masked(response, FieldMask.parse(fields));
    }

    /** Clients that are told of an emulator leave out the API's name and version. */
    private static String versioned(String path) {
      if (path.equals("/b") || path.startsWith("/b/")) {
        return "/storage/v1" + path;
      }
      return path.startsWith("/projects/") ? "/bigquery/v2" + path : path;
    }

    private void fail(
        org.eclipse.jetty.server.Response out,
        Response response,
        ApiException refused,
        Callback callback) {
      if (out.isCommitted()) {
        callback.failed(refused);
        return;
      }
      try {
        out.reset();
        response.status(refused.status()).json(refused.toJson());
        callback.succeeded();
      } catch (IOException gone) {
        callback.failed(gone);
      }
    }
  }

  /** The connection is cut on purpose. */
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("The connection was cut.", null, false, false);
    }
  }

  /** An answer that never arrives. */
  private static final class Lost implements Response {
    @Override
    public Response status(int status) {
      return this;
    }

    @Override
    public Response header(String name, String value) {
      return this;
    }

    @Override
    public OutputStream body() {
      return OutputStream.nullOutputStream();
    }
  }

  private record Answer(org.eclipse.jetty.server.Response out) implements Response {
    @Override
    public Response status(int status) {
      out.setStatus(status);
      return this;
    }

    @Override
    public Response header(String name, String value) {
      out.getHeaders().put(name, value);
      return this;
    }

    @Override
    public OutputStream body() {
      return new BufferedOutputStream(Content.Sink.asOutputStream(out), 64 * 1024);
    }
  }
}
