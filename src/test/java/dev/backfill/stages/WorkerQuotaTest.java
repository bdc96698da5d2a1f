package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.RegionQuota;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan's workers against what Compute Engine lets its target have. */
class WorkerQuotaTest {
  private static Plan plan(String flow) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        dataflow: { %s }
        """
            .formatted(flow));
  }

  @ParameterizedTest
  @CsvSource({
    "n1-standard-2, 2",
    "n2-highmem-96, 96",
    "c3-standard-8-lssd, 8",
    "custom-6-20480, 6",
    "n2-custom-4-8192-ext, 4",
    "e2-medium, 2",
    "g1-small, 2"
  })
  void readsTheCpusOfAMachine(String machine, int cpus) {
    assertThat(WorkerQuota.cpus(machine)).isEqualTo(cpus);
  }

  @Test
  void saysWhatCapsTheJob() throws Exception {
    var quotas =
        List.of(
            new RegionQuota("CPUS", 600, 100),
            new RegionQuota("N2_CPUS", 24, 0),
            new RegionQuota("DISKS_TOTAL_GB", 100_000, 0),
            new RegionQuota("IN_USE_ADDRESSES", 8, 3));
    assertThat(WorkerQuota.lines(plan("workers: { initial: 5, max: 200 }"), Optional.of(quotas)))
        .containsExactly(
            "CPUS in us-central1: 400 for 200 workers, 500 of 600 free",
            "DISKS_TOTAL_GB in us-central1: 5000 for 200 workers, 100000 of 100000 free");
    assertThat(
            WorkerQuota.lines(
                plan("workers: { initial: 5, max: 200 }, machine: n2-standard-4, public_ips: true"),
                Optional.of(quotas)))
        .containsExactly(
            "N2_CPUS in us-central1: 800 for 200 workers, 24 of 24 free. That caps the job at 6"
                + " workers: ask for more, or set dataflow.workers.max",
            "DISKS_TOTAL_GB in us-central1: 5000 for 200 workers, 100000 of 100000 free",
            "IN_USE_ADDRESSES in us-central1: 200 for 200 workers, 5 of 8 free. That caps the job"
                + " at 5 workers: ask for more, or set dataflow.workers.max");
  }

  @Test
  void saysWhatIsNotKnown() throws Exception {
    assertThat(WorkerQuota.lines(plan("machine: n1-standard-4"), Optional.empty()))
        .containsExactly(
            "compute quota of us-central1 unknown: it cannot be asked for; 1000 workers of"
                + " n1-standard-4 need 4000 CPUs");
  }
}
