package dev.backfill.sandbox.bigquery;

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
                    // The one header that says what a change expects to find.
                    name ->
                        name.equals(BigQueryService.IF_MATCH)
                            ? request.header(name)
                            : request.query(name),
                    request.json());
            if (answer == null) {
              response.empty();
            } else {
              response.json(answer);
            }
          });
    }
  }
}
