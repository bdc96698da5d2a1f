package dev.backfill.report;

import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.text.Shell;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where Google shows a decode job, its workers' logs and its load jobs. */
public final class JobLinks {
  private static final String CONSOLE = "https://console.cloud.google.com/";

  private JobLinks() {}

  /** What is shown. */
  public enum Kind {
    JOB,
    LOGS,
    LOADS
  }

  /**
   * One place.
   *
   * @param url its page
   * @param command how a terminal shows the same
   */
  public record Link(Kind kind, String url, String command) {}

  /**
   * Those of a run's newest decode job; none without a job, and on a sandbox, which has no pages.
   */
  public static List<Link> of(RunView view) {
    var job = view.newest(Role.MAKES_ROWS, JobStood.class).map(JobStood::job);
    return view.isOnGoogle() && job.isPresent() ? of(view, job.get()) : List.of();
  }

  private static List<Link> of(RunView view, String job) {
    var project = view.plan().targetProject();
    var region = view.plan().dataflow().region();
    var filter = "resource.type=\"dataflow_step\" AND resource.labels.job_id=\"" + job + "\"";
    return List.of(
        new Link(
            Kind.JOB,
            CONSOLE + "dataflow/jobs/" + in(region) + "/" + in(job) + "?project=" + in(project),
            "gcloud dataflow jobs describe --full "
                + Shell.quoted(job)
                + " "
                + Shell.option("project", project)
                + " "
                + Shell.option("region", region)),
        new Link(
            Kind.LOGS,
            CONSOLE + "logs/query;query=" + in(filter) + "?project=" + in(project),
            "gcloud logging read "
                + Shell.quoted(filter)
                + " "
                + Shell.option("project", project)
                + " --limit=200"),
        new Link(
            Kind.LOADS,
            CONSOLE + "bigquery/admin/jobs-explorer?project=" + in(project),
            "bq ls --jobs=true --all=true --max_results=10000 "
                + Shell.option("project_id", project)
                + loads(view)));
  }

  private static String loads(RunView view) {
    return view.newest(Role.MAKES_ROWS, LoadsSeen.class)
        .map(LoadsSeen::prefix)
        .map(prefix -> " | grep " + Shell.quoted(prefix))
        .orElse("");
  }

  /** As a URL has it: a space is no plus in a path. */
  private static String in(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
