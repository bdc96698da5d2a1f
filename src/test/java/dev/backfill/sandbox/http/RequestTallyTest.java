package dev.backfill.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestTallyTest {
  @Test
  void countsByKindWhateverTheNamesAre() {
    var tally = new RequestTally();
    tally.received("GET", "/bigquery/v2/projects/p/datasets/d/tables/t?view=BASIC");
    tally.received("GET", "/bigquery/v2/projects/q/datasets/e/tables/u");
    tally.received("GET", "/bigquery/v2/projects/q/datasets/e/tables");
    tally.received("POST", "/bigquery/v2/projects/q/queries");

    assertThat(tally.byKind())
        .containsEntry("GET /bigquery/v2/projects/datasets/tables", 3L)
        .containsEntry("POST /bigquery/v2/projects/queries", 1L);
  }
}
