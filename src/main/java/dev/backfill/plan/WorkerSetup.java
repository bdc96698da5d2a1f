package dev.backfill.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a decode job's workers are, and where they stand, besides their number and their machine;
 * empty where Dataflow's own default holds.
 *
 * @param serviceAccount whose rights the workers have, an e-mail address
 * @param network a network's name, or its {@code projects/…/global/networks/…}
 * @param subnetwork {@code regions/R/subnetworks/S}, or its URL where it is another project's
 * @param kmsKey {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}, of the job's region
 * @param diskGb each worker's disk, in GB
 * @param uploadBufferMb what a worker keeps of each file that it writes, in MiB
 * @param flexRs whether the job may wait, up to six hours, for cheaper workers
 * @param serviceOptions Dataflow's, {@code name} or {@code name=value}
 * @param experiments Beam's, in the same form
 * @param labels of the job, besides the console's own
 * @param stagingLocation where the workers' files are kept by their contents' hash and outlive the
 *     run, {@code gs://bucket} or a folder in one; empty for the run's own bucket
 */
public record WorkerSetup(
    Optional<String> serviceAccount,
    Optional<String> network,
    Optional<String> subnetwork,
    Optional<String> kmsKey,
    Optional<Integer> diskGb,
    int uploadBufferMb,
    boolean flexRs,
    List<String> serviceOptions,
    List<String> experiments,
    Map<String, String> labels,
    Optional<String> stagingLocation) {

  /**
   * The buffer for uploads, as the jobs had it that this console grew out of: each file that a
   * worker writes keeps as much, so a worker that runs out of memory wants a smaller one.
   */
  public static final int UPLOAD_BUFFER_MB = 16;

  /** Dataflow's own defaults. */
  public static final WorkerSetup DEFAULT =
      new WorkerSetup(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          UPLOAD_BUFFER_MB,
          false,
          List.of(),
          List.of(),
          Map.of(),
          Optional.empty());

  public WorkerSetup {
    serviceOptions = List.copyOf(serviceOptions);
    experiments = List.copyOf(experiments);
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** The bucket that workers' files are kept in beyond the run. */
  public Optional<String> stagingBucket() {
    return stagingLocation.map(place -> place.substring("gs://".length()).split("/", 2)[0]);
  }
}
