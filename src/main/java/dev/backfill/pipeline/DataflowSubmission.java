package dev.backfill.pipeline;

import java.util.List;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions.AutoscalingAlgorithmType;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Submits the decode pipeline with Dataflow's own runner. */
public final class DataflowSubmission {
  private DataflowSubmission() {}

  /** Submits and returns the job's id at once; whatever the runner throws is passed on. */
  public static String submit(DecodeJobSpec spec) {
    var options = options(spec);
    var job = DataflowRunner.fromOptions(options).run(BackfillPipeline.build(options));
    return job.getJobId();
  }

  static BackfillOptions options(DecodeJobSpec spec) {
    var options = PipelineOptionsFactory.as(BackfillOptions.class);
    options.setRunner(DataflowRunner.class);
    options.setJobName(spec.name());
    options.setProject(spec.project());
    options.setTargetProject(spec.project());
    options.setRegion(spec.region());
    options.setInputs(spec.inputs());
    options.setOutputs(spec.outputs());
    options.setSchemasLocation(spec.schemas());
    options.setStrict(spec.strict());
    options.setDirectRead(spec.directRead());
    options.setTempLocation(spec.tempLocation() + "/temp");
    options.setStagingLocation(spec.tempLocation() + "/staging");
    options.setNumWorkers(spec.initialWorkers());
    options.setMaxNumWorkers(spec.maxWorkers());
    options.setAutoscalingAlgorithm(AutoscalingAlgorithmType.THROUGHPUT_BASED);
    options.setWorkerMachineType(spec.machine());
    options.setUsePublicIps(spec.publicIps());
    options.setGcsUploadBufferSizeBytes(spec.uploadBuffer());
    options.setExperiments(List.of("shuffle_mode=" + spec.shuffle()));
    options.setLabels(spec.labels());
    options.setFilesToStage(
        spec.filesToStage().isEmpty() ? WorkerFiles.of(options) : spec.filesToStage());
    spec.endpoint().ifPresent(endpoint -> Endpoints.point(options, endpoint));
    return options;
  }
}
