package dev.backfill.cli;

import dev.backfill.plan.WorkerSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What a job's workers are besides their number and machine; the rules are the plan's. */
final class WorkerOptions {
  @Option(names = "--service-account", paramLabel = "EMAIL", description = "Of the workers.")
  private String serviceAccount;

  @Option(names = "--network", paramLabel = "NAME")
  private String network;

  @Option(names = "--subnetwork", paramLabel = "regions/R/subnetworks/S")
  private String subnetwork;

  @Option(names = "--kms-key", paramLabel = "KEY", description = "projects/…/cryptoKeys/…")
  private String kmsKey;

  @Option(names = "--disk-gb", paramLabel = "GB", description = "Of each worker.")
  private Integer diskGb;

  @Option(
      names = "--flexrs",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether the job may wait, up to six hours, for cheaper workers.")
  private boolean flexRs;

  @Option(names = "--service-option", paramLabel = "NAME[=VALUE]", description = "Dataflow's.")
  private List<String> serviceOptions = new ArrayList<>();

  @Option(names = "--experiment", paramLabel = "NAME[=VALUE]", description = "Beam's.")
  private List<String> experiments = new ArrayList<>();

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Of the job; repeatable.")
  private Map<String, String> labels = new TreeMap<>();

  /**
   * The same as a plan says it.
   *
   * @param uploadBuffer bytes; it has an option of its own
   */
  WorkerSetup setup(int uploadBuffer) {
    return new WorkerSetup(
        Optional.ofNullable(serviceAccount),
        Optional.ofNullable(network),
        Optional.ofNullable(subnetwork),
        Optional.ofNullable(kmsKey),
        Optional.ofNullable(diskGb),
        uploadBuffer >> 20,
        flexRs,
        serviceOptions,
        experiments,
        labels);
  }
}
