package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of Dataflow that are known carry what to do. */
class JobAdviceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Workflow failed. Causes: S02:Read+Decode failed., The job failed because a work item has"
            + " failed 4 times. Look in previous log entries. | upload_buffer_mb",
        "java.lang.OutOfMemoryError: Java heap space | dataflow.machine",
        "Startup of the worker pool in zone us-central1-a failed to bring up any of the desired 5"
            + " workers. ZONE_RESOURCE_POOL_EXHAUSTED: Instance 'x' creation failed: The zone does"
            + " not have enough resources available to fulfill the request. | dataflow.region",
        "Startup of the worker pool failed. QUOTA_EXCEEDED: Quota 'CPUS' exceeded. Limit: 24.0 in"
            + " region us-central1. | lower dataflow.workers.max",
        "Resources exceeded during query execution: The query could not be executed in the allotted"
            + " memory. | split the plan by day",
        "java.io.IOException: No space left on device | dataflow.disk_gb",
        "Subnetwork 'regions/us-central1/subnetworks/x' was not found | dataflow.subnetwork",
        "The controller service account x@y.iam.gserviceaccount.com does not exist"
            + " | dataflow.service_account",
      })
  void isGivenForWhatIsKnown(String message, String advice) {
    assertThat(JobAdvice.of(message).orElseThrow()).contains(advice).endsWith(".");
  }

  @Test
  void isNotGivenForTheRest() {
    assertThat(JobAdvice.of("Executing operation Read+Decode")).isEmpty();
    assertThat(JobAdvice.of("")).isEmpty();
  }
}
