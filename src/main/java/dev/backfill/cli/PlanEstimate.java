package dev.backfill.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cloud.CloudException;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.EstimateJson;
import dev.backfill.estimate.EstimateText;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.plan.Plan;
import dev.backfill.run.Playbooks;
import dev.backfill.survey.Estimates;
import dev.backfill.survey.Rates;
import dev.backfill.text.Visible;
import java.io.IOException;

/** Prints what a run of a plan will take, before anything is begun. */
final class PlanEstimate {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Streams streams;
  private final Plan plan;
  private final Estimates estimates;

  PlanEstimate(Streams streams, Plan plan, CloudProfile profile, Rates rates) {
    this.streams = streams;
    this.plan = plan;
    this.estimates = new Estimates(rates, profile.endpoint().isPresent());
  }

  /** The estimate by the cloud of a profile; by assumed sizes where that does not answer. */
  Estimate by(CloudProfile profile) {
    var stages = Playbooks.of(plan).efforts();
    try {
      var submission = new PipelineSubmission(profile.as(plan));
      var cloud = GoogleCloud.connect(profile, plan, submission);
      return estimates.of(plan, plan.cells(), stages, cloud.warehouse());
    } catch (CloudException e) {
      return estimates.assumed(plan, stages, "No cloud was asked: " + e.getMessage());
    }
  }

  void text(Estimate estimate) throws IOException {
    streams.say("Estimate of " + plan.name() + ", a " + plan.playbook() + ": " + estimate.brief());
    streams.say("");
    streams.out().print(Visible.text(EstimateText.of(estimate)));
    streams.say("");
    streams.out().print(Visible.text(EstimateText.of(Estimates.assumptions(estimate))));
    streams.finish();
  }

  void json(Estimate estimate) throws IOException {
    var node = EstimateJson.write(estimate);
    node.put("plan", plan.name()).put("playbook", plan.playbook().id());
    node.set("assumptions", EstimateJson.write(Estimates.assumptions(estimate)));
    streams.out().print(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    streams.finish();
  }
}
