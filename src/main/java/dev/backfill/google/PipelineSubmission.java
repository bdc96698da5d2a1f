package dev.backfill.google;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.cloud.TableSpec;
import dev.backfill.pipeline.DataflowSubmission;
import dev.backfill.pipeline.DecodeJobSpec;
import dev.backfill.pipeline.InputTable;
import dev.backfill.pipeline.OutputTable;
import dev.backfill.pipeline.WorkerBundle;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Days;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Submits a decode job with the pipeline's own runner, and gives its id. */
public final class PipelineSubmission implements Function<DecodeJob, String> {
  private final CloudProfile profile;
  private final Optional<Path> bundles;

  /** Stages the class path as it is, where Google's workers need it. */
  public PipelineSubmission(CloudProfile profile) {
    this(profile, Optional.empty());
  }

  /**
   * The same with one archive of all libraries.
   *
   * @param bundles where archives are kept from one job to the next
   */
  public PipelineSubmission(CloudProfile profile, Path bundles) {
    this(profile, Optional.of(bundles));
  }

  private PipelineSubmission(CloudProfile profile, Optional<Path> bundles) {
    this.profile = profile;
    this.bundles = bundles;
  }

  @Override
  public String apply(DecodeJob job) {
    return DataflowSubmission.submit(spec(job));
  }

  DecodeJobSpec spec(DecodeJob job) {
    return new DecodeJobSpec(
        job.name(),
        job.project(),
        job.inputs().stream().map(input -> input(job, input)).toList(),
        job.outputs().entrySet().stream()
            .map(output -> output(output.getKey().toString(), output.getValue()))
            .sorted()
            .toList(),
        job.schemas(),
        List.of(),
        "gs://" + job.tempBucket(),
        job.flow(),
        job.uploadBuffer(),
        job.shuffle(),
        job.labels(),
        filesToStage(),
        profile.isSandbox() ? Optional.empty() : Optional.of(profile.credentials()),
        profile.endpoint());
  }

  private static String input(DecodeJob job, DecodeJob.Input input) {
    var days = job.cells().stream().filter(cell -> cell.type().equals(input.type())).map(Cell::day);
    return new InputTable(
            input.table().toString(),
            input.type(),
            new Days(days.toList()),
            input.columns(),
            input.partitions(),
            Optional.of(input.to().toString()))
        .option();
  }

  private static String output(String table, TableSpec spec) {
    return new OutputTable(
            table,
            spec.partitioning().map(TableSpec.Partitioning::type).orElse(""),
            spec.partitioning().flatMap(TableSpec.Partitioning::field).orElse(""),
            String.join(",", spec.clustering()))
        .option();
  }

  // A sandbox's worker runs on the sandbox's own class path; one file satisfies the runner.
  private List<String> filesToStage() {
    if (profile.endpoint().isEmpty()) {
      return bundles.map(folder -> new WorkerBundle(folder).files()).orElse(List.of());
    }
    var source = DataflowSubmission.class.getProtectionDomain().getCodeSource().getLocation();
    return List.of(Path.of(URI.create(source.toString())).toString());
  }
}
