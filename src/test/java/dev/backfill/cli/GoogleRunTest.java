package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.GoogleFront.Asked;
import org.junit.jupiter.api.Test;

/**
 * {@code run} as it is run against Google: by the production profile, over TLS, with a key of a
 * service account. Answers in between that a clean sandbox does not give: {@link OddAccessTest} and
 * {@link OddWarehouseTest}.
 */
class GoogleRunTest extends BehindGoogle {
  @Test
  void isWholeByTheProductionProfile() throws Exception {
    var staged = google.runsOnWhatIsStaged();
    var target = google.target();
    var partition = GoogleRun.SOURCE + ":telemetry_stable.core_v10$20200414";
    var run = google.run(target, 200, one -> null, "--confirm", partition, "--confirm", target);
    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said())
        .contains(
            "as backfill@ops.iam.gserviceaccount.com, by a service account's key\n",
            "\ndecode done: Decoded\n",
            "\nverify done: Stable equals backfill for 1 cells\n",
            "\ncleanup done: ");
    assertThat(google.asked().stream().map(Asked::host).distinct())
        .containsExactlyInAnyOrder(
            "oauth2", "cloudresourcemanager", "bigquery", "storage", "dataflow", "compute");
    assertThat(google.asked())
        .filteredOn(asked -> asked.path().startsWith("/upload/") && asked.method().equals("POST"))
        .as("the pipeline, the schemas, and a few archives")
        .hasSizeLessThan(staged.size() + 3);
    assertThat(google.asked())
        .filteredOn(asked -> asked.method().equals("DELETE") && asked.path().contains("/o/"))
        .as("objects are deleted in batches")
        .isEmpty();
  }
}
