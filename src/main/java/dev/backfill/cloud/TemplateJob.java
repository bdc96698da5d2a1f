package dev.backfill.cloud;

import dev.backfill.plan.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job of somebody else's making, as it is launched from its Flex Template.
 *
 * @param name Dataflow's name for it, unique among active jobs: letters, digits, dashes
 * @param spec where its container spec lies, {@code gs://bucket/….json}
 * @param parameters the template's own, all of them filled in
 * @param tempBucket a bucket of the target project, without {@code gs://}
 * @param flow where it runs, and with which workers
 * @param labels at most 64, lower-case
 */
public record TemplateJob(
    String name,
    String project,
    String spec,
    Map<String, String> parameters,
    String tempBucket,
    Plan.Dataflow flow,
    Map<String, String> labels) {

  public TemplateJob {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    labels = Map.copyOf(labels);
  }

  public String region() {
    return flow.region();
  }

  /** Where the job's temporary files go. */
  public String temp() {
    return "gs://" + tempBucket + "/temp";
  }

  /** Where the launcher puts what it makes of the template. */
  public String staging() {
    return flow.setup().stagingLocation().orElse("gs://" + tempBucket + "/staging");
  }

  /** What no field of a launch takes, {@code name=value}. */
  public List<String> moreOptions() {
    var setup = flow.setup();
    return setup.serviceOptions().isEmpty()
        ? List.of()
        : List.of("dataflowServiceOptions=" + String.join(",", setup.serviceOptions()));
  }
}
