package dev.backfill.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestTallyTest {
  @Test
  void countsByKindWhateverTheNamesAre() {
    var tally = new RequestTally();
    tally.received("GET", "/bigquery/v2/projects/p/datasets/d/tables/t?view=BASIC");
    tally.received("GET", "/bigquery/v2/projects/q/datasets/e/tables/u");
    tally.received("GET", "/bigquery/v2/projects/q/datasets/e/tables");
    tally.received("POST", "/bigquery/v2/projects/q/queries");

    assertThat(tally.byPhase())
        .containsExactly(
            Map.entry(
                "",
                Map.of(
                    "GET /bigquery/v2/projects/*/datasets/*/tables/*",
                    2L,
                    "GET /bigquery/v2/projects/*/datasets/*/tables",
                    1L,
                    "POST /bigquery/v2/projects/*/queries",
                    1L)));
  }

  @Test
  void countsByThePhaseThatARunIsIn() {
    var phase = new AtomicReference<>("");
    var tally = new RequestTally();
    tally.received("GET", "/a");
    tally.by(phase::get);
    tally.received("GET", "/a");
    phase.set("stage");
    tally.received("GET", "/a");
    tally.received("GET", "/b");
    tally.received("GET", "/b");

    assertThat(tally.byPhase())
        .containsOnly(
            Map.entry("", Map.of("GET /a", 2L)),
            Map.entry("stage", Map.of("GET /a", 1L, "GET /b", 2L)));
    assertThat(tally.byPhase().get("stage").keySet()).containsExactly("GET /b", "GET /a");
  }
}
