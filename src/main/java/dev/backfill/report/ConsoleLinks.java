package dev.backfill.report;

import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Addresses in Google's console; a sandbox has none. */
public final class ConsoleLinks {
  private static final String CONSOLE = "https://console.cloud.google.com/";

  private ConsoleLinks() {}

  /** The page of a step's job. */
  public static Optional<String> of(RunView view, StageLine line) {
    if (!view.isOnGoogle() || line.job().isEmpty()) {
      return Optional.empty();
    }
    var plan = view.plan();
    var id = line.job().get();
    if (view.playbook().stage(line.step().stage()).page() != Stage.Page.JOB) {
      return of(view, id);
    }
    // A decode step knows its job by name; the id is what the job itself said.
    return view.newest(line.step().stage(), JobStood.class)
        .map(JobStood::job)
        .map(
            job ->
                CONSOLE
                    + "dataflow/jobs/"
                    + in(plan.dataflow().region())
                    + "/"
                    + in(job)
                    + "?project="
                    + in(plan.targetProject()));
  }

  /** The page of a BigQuery job, which runs in the target project. */
  public static Optional<String> of(RunView view, String job) {
    var plan = view.plan();
    return view.isOnGoogle()
        ? Optional.of(
            CONSOLE
                + "bigquery?project="
                + in(plan.targetProject())
                + "&page=queryresults&j=bq:"
                + in(plan.location())
                + ":"
                + in(job))
        : Optional.empty();
  }

  private static String in(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
