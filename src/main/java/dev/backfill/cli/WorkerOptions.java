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
  @Option(
      names = "--service-account",
      paramLabel = "EMAIL",
      description = "Service account of the workers.")
  private String serviceAccount;

  @Option(names = "--network", paramLabel = "NAME", description = "VPC network of the workers.")
  private String network;

  @Option(
      names = "--subnetwork",
      paramLabel = "regions/R/subnetworks/S",
      description = "Subnetwork of the workers.")
  private String subnetwork;

  @Option(
      names = "--kms-key",
      paramLabel = "KEY",
      description = "Cloud KMS key, projects/…/cryptoKeys/….")
  private String kmsKey;

  @Option(names = "--disk-gb", paramLabel = "GB", description = "Disk size of each worker, in GB.")
  private Integer diskGb;

  @Option(
      names = "--flexrs",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Whether to use FlexRS: cheaper workers, which may start up to six hours " + "later.")
  private boolean flexRs;

  @Option(
      names = "--service-option",
      paramLabel = "NAME[=VALUE]",
      description = "Dataflow service option; repeatable.")
  private List<String> serviceOptions = new ArrayList<>();

  @Option(
      names = "--experiment",
      paramLabel = "NAME[=VALUE]",
      description = "Beam experiment; repeatable.")
  private List<String> experiments = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Label of the job; repeatable.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--staging-location",
      paramLabel = "gs://BUCKET[/FOLDER]",
      description =
          "Where the workers' files are kept beyond the run. Default: the run's own bucket.")
  private String stagingLocation;

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
        labels,
        Optional.ofNullable(stagingLocation));
  }
}
