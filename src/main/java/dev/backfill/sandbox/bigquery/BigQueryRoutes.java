package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.util.List;

/** Puts BigQuery v2 on a router. */
public final class BigQueryRoutes {
  private BigQueryRoutes() {}

  /** Adds every method below {@code /bigquery/v2}. */
  public static void add(Router router, BigQueryService service) {
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      router.add(
          method,
          "/bigquery/v2/{rest...}",
          (request, response) -> {
            var answer = answer(service, request);
            if (answer == null) {
              response.empty();
            } else {
              response.json(answer);
            }
          });
    }
  }

  private static ObjectNode answer(BigQueryService service, Request request) throws IOException {
    try {
      return service.handle(request.method(), request.path("rest"), request::query, request.json());
    } catch (BigQueryError e) {
      throw new ApiException(e.status(), e.reason(), e.getMessage(), e.location());
    }
  }
}
