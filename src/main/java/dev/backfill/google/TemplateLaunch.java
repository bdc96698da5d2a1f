package dev.backfill.google;

import com.google.api.services.dataflow.model.FlexTemplateRuntimeEnvironment;
import com.google.api.services.dataflow.model.LaunchFlexTemplateParameter;
import com.google.api.services.dataflow.model.LaunchFlexTemplateRequest;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.plan.WorkerSetup;
import java.util.List;

/** A template's job as {@code flexTemplates:launch} takes it. */
final class TemplateLaunch {
  private TemplateLaunch() {}

  static LaunchFlexTemplateRequest of(TemplateJob job) {
    return new LaunchFlexTemplateRequest()
        .setLaunchParameter(
            new LaunchFlexTemplateParameter()
                .setJobName(job.name())
                .setContainerSpecGcsPath(job.spec())
                .setParameters(job.parameters())
                .setEnvironment(environment(job)));
  }

  private static FlexTemplateRuntimeEnvironment environment(TemplateJob job) {
    var flow = job.flow();
    var environment =
        new FlexTemplateRuntimeEnvironment()
            .setNumWorkers(flow.initialWorkers())
            .setMaxWorkers(flow.maxWorkers())
            .setMachineType(flow.machine())
            .setIpConfiguration(flow.publicIps() ? "WORKER_IP_PUBLIC" : "WORKER_IP_PRIVATE")
            .setTempLocation(job.temp())
            .setStagingLocation(job.staging())
            .setAdditionalUserLabels(job.labels());
    setup(flow.setup(), environment);
    return environment.setAdditionalPipelineOptions(unlessEmpty(job.moreOptions()));
  }

  /** What is left to Dataflow, or to the template, is not sent. */
  private static void setup(WorkerSetup setup, FlexTemplateRuntimeEnvironment environment) {
    setup.serviceAccount().ifPresent(environment::setServiceAccountEmail);
    setup.network().ifPresent(environment::setNetwork);
    setup.subnetwork().ifPresent(environment::setSubnetwork);
    setup.kmsKey().ifPresent(environment::setKmsKeyName);
    setup.diskGb().ifPresent(environment::setDiskSizeGb);
    if (setup.flexRs()) {
      environment.setFlexrsGoal("FLEXRS_COST_OPTIMIZED");
    }
    environment.setAdditionalExperiments(unlessEmpty(setup.experiments()));
  }

  private static List<String> unlessEmpty(List<String> texts) {
    return texts.isEmpty() ? null : texts;
  }
}
