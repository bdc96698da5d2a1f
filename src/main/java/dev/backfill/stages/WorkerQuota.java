package dev.backfill.stages;

import dev.backfill.cloud.RegionQuota;
import dev.backfill.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The plan's most workers against what Compute Engine lets the target have. It caps a job without a
 * word: the job runs on with fewer workers, or waits for its first.
 */
final class WorkerQuota {
  // n1-standard-2, n2-custom-4-8192, c3-standard-8-lssd; of the shared ones, two at most.
  private static final Pattern CUSTOM = Pattern.compile("custom-(\\d+)-");
  private static final Pattern NUMBER = Pattern.compile("-(\\d+)(-lssd)?$");
  private static final int SHARED = 2;

  // Of a batch job that groups in Dataflow's own service, where the plan names none.
  private static final int DISK_GB = 25;

  private WorkerQuota() {}

  /** A line for each thing that workers need; unknown where Compute Engine does not tell. */
  static List<String> lines(Plan plan, Optional<List<RegionQuota>> quotas) {
    var flow = plan.dataflow();
    if (quotas.isEmpty()) {
      return List.of(
          "compute quota of "
              + flow.region()
              + " unknown: it cannot be asked for; "
              + flow.maxWorkers()
              + " workers of "
              + flow.machine()
              + " need "
              + flow.maxWorkers() * cpus(flow.machine())
              + " CPUs");
    }
    var lines = new ArrayList<String>();
    line(flow, cpuMetric(flow.machine(), quotas.get()), cpus(flow.machine()), quotas.get())
        .ifPresent(lines::add);
    line(flow, "DISKS_TOTAL_GB", flow.setup().diskGb().orElse(DISK_GB), quotas.get())
        .ifPresent(lines::add);
    if (flow.publicIps()) {
      line(flow, "IN_USE_ADDRESSES", 1, quotas.get()).ifPresent(lines::add);
    }
    return lines;
  }

  /** Families but the oldest have a quota of their own: {@code N2_CPUS}. */
  private static String cpuMetric(String machine, List<RegionQuota> quotas) {
    var own = machine.split("-")[0].toUpperCase(Locale.ROOT) + "_CPUS";
    return quotas.stream().anyMatch(quota -> quota.metric().equals(own)) ? own : "CPUS";
  }

  private static Optional<String> line(
      Plan.Dataflow flow, String metric, int each, List<RegionQuota> quotas) {
    return quotas.stream()
        .filter(quota -> quota.metric().equals(metric))
        .findFirst()
        .map(quota -> line(flow, each, quota));
  }

  private static String line(Plan.Dataflow flow, int each, RegionQuota quota) {
    var needed = (long) each * flow.maxWorkers();
    var line =
        "%s in %s: %d for %d workers, %d of %.0f free"
            .formatted(
                quota.metric(),
                flow.region(),
                needed,
                flow.maxWorkers(),
                quota.free(),
                quota.limit());
    return quota.free() >= needed
        ? line
        : line
            + ". That caps the job at "
            + quota.free() / each
            + " workers: ask for more, or set dataflow.workers.max";
  }

  /** The virtual CPUs of a machine type, by its name. */
  static int cpus(String machine) {
    var custom = CUSTOM.matcher(machine);
    if (custom.find()) {
      return Integer.parseInt(custom.group(1));
    }
    var number = NUMBER.matcher(machine);
    return number.find() ? Integer.parseInt(number.group(1)) : SHARED;
  }
}
