package dev.backfill.pipeline;

import dev.backfill.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions.FlexResourceSchedulingGoal;
import org.apache.beam.runners.dataflow.options.DataflowPipelineWorkerPoolOptions.AutoscalingAlgorithmType;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Submits the decode pipeline with Dataflow's own runner. */
public final class DataflowSubmission {
  private static final String RUNNER = "use_runner_v2";

  // A network that went away without a word leaves a write standing until the system gives it up,
  // a quarter of an hour later. A buffer of 16 MB takes five minutes at 0.45 Mbit/s.
  private static final int SENDING_MILLIS = 300_000;

  private DataflowSubmission() {}

  /** Submits and returns the job's id at once; whatever the runner throws is passed on. */
  public static String submit(DecodeJobSpec spec) {
    var options = options(spec);
    var runner = DataflowRunner.fromOptions(options);
    runner.setHooks(new LeanOptions());
    var job = runner.run(BackfillPipeline.build(options));
    return job.getJobId();
  }

  static BackfillOptions options(DecodeJobSpec spec) {
    var options = PipelineOptionsFactory.as(BackfillOptions.class);
    options.setRunner(DataflowRunner.class);
    options.setJobName(spec.name());
    options.setProject(spec.project());
    options.setTargetProject(spec.project());
    options.setRegion(spec.flow().region());
    options.setInputs(spec.inputs());
    options.setOutputs(spec.outputs());
    options.setSchemasLocation(spec.schemas());
    options.setStrict(spec.strict());
    options.setDirectRead(spec.flow().read() == Plan.Read.DIRECT);
    options.setTempLocation(spec.tempLocation() + "/temp");
    options.setStagingLocation(
        spec.flow().setup().stagingLocation().orElse(spec.tempLocation() + "/staging"));
    options.setLabels(spec.labels());
    workers(options, spec);
    options.setFilesToStage(
        spec.filesToStage().isEmpty() ? WorkerFiles.of(options) : spec.filesToStage());
    spec.credentials().ifPresent(options::setGcpCredential);
    spec.endpoint().ifPresent(endpoint -> Endpoints.point(options, endpoint));
    return options;
  }

  private static void workers(BackfillOptions options, DecodeJobSpec spec) {
    var flow = spec.flow();
    var setup = flow.setup();
    options.setNumWorkers(flow.initialWorkers());
    options.setMaxNumWorkers(flow.maxWorkers());
    options.setAutoscalingAlgorithm(AutoscalingAlgorithmType.THROUGHPUT_BASED);
    options.setWorkerMachineType(flow.machine());
    options.setUsePublicIps(flow.publicIps());
    options.setGcsUploadBufferSizeBytes(spec.uploadBuffer());
    options.setGcsHttpRequestWriteTimeout(SENDING_MILLIS);
    setup.serviceAccount().ifPresent(options::setServiceAccount);
    setup.network().ifPresent(options::setNetwork);
    setup.subnetwork().ifPresent(options::setSubnetwork);
    setup.kmsKey().ifPresent(options::setDataflowKmsKey);
    setup.diskGb().ifPresent(options::setDiskSizeGb);
    if (setup.flexRs()) {
      options.setFlexRSGoal(FlexResourceSchedulingGoal.COST_OPTIMIZED);
    }
    if (!setup.serviceOptions().isEmpty()) {
      options.setDataflowServiceOptions(setup.serviceOptions());
    }
    options.setExperiments(experiments(spec));
  }

  /** The plan's, and what the console asks for where the plan says nothing of it. */
  private static List<String> experiments(DecodeJobSpec spec) {
    var experiments = new ArrayList<>(spec.flow().setup().experiments());
    add(experiments, "shuffle_mode=" + spec.shuffle(), "shuffle_mode=");
    // Without it Dataflow gives a batch job its legacy workers, which run nowhere else.
    add(experiments, RUNNER, "use_runner_v2", "disable_runner_v2", "use_unified_worker");
    return experiments;
  }

  private static void add(List<String> experiments, String one, String... otherwise) {
    var said =
        Stream.of(otherwise).anyMatch(o -> experiments.stream().anyMatch(e -> e.startsWith(o)));
    if (!said) {
      experiments.add(one);
    }
  }
}
