package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Router;
import java.util.List;

/** Puts BigQuery v2 on a router. */
public final class BigQueryRoutes {
  private BigQueryRoutes() {}

  /** Adds every method below {@code /bigquery/v2}. */
  public static void add(Router router, BigQueryService service) {
    service.uploads().routes(router);
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      router.add(
          method,
          "/bigquery/v2/{rest...}",
          (request, response) -> {
            var answer =
                service.handle(
                    request.method(),
                    request.path("rest"),
                    name -> parameter(request, name),
                    request.json());
            if (answer == null) {
              response.empty();
            } else {
              response.json(answer);
            }
          });
    }
  }

  private static String parameter(Request request, String name) {
    return switch (name) {
      // The one header that says what a change expects to find.
      case BigQueryService.IF_MATCH -> request.header(name);
      // The one parameter that may stand there more than once.
      case "stateFilter" -> String.join(",", request.queries(name));
      default -> request.query(name);
    };
  }
}
