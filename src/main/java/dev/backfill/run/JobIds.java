package dev.backfill.run;

import dev.backfill.stage.Step;
import java.util.Locale;

/** Deterministic ids: run, stage, subject, attempt. A resumed run makes the same ones. */
public final class JobIds {
  // BigQuery takes letters, digits, dashes and underscores, up to 1,024 of them.
  private static final int LONGEST = 1024;

  private JobIds() {}

  public static String bigQuery(String run, Step step, int attempt) {
    var id = run + "-" + step.stage() + "-" + step.subject() + "-" + attempt;
    var clean = id.replaceAll("[^A-Za-z0-9_-]", "-");
    if (clean.length() > LONGEST) {
      throw new IllegalStateException("The job id " + clean + " is longer than " + LONGEST + ".");
    }
    return clean;
  }

  /**
   * Dataflow's job names: {@code [a-z]([-a-z0-9]*[a-z0-9])?}.
   *
   * @param subject the job's step; a run's first job is {@link JobSubject#FIRST}, and not named
   */
  public static String dataflow(String run, String subject, int attempt) {
    var which =
        subject.equals(JobSubject.FIRST)
            ? ""
            : subject.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
    return "backfill-" + run + "-" + which + attempt;
  }

  /**
   * Whether a BigQuery job is one by which Beam loads the rows of a run's decode jobs: its ids are
   * {@code beam_bq_job_LOAD_} and the Dataflow job's name without dashes.
   */
  public static boolean isLoadOf(String run, String job) {
    return job.startsWith("beam_bq_job_LOAD_backfill" + run.replace("-", ""));
  }

  /** The bucket for a run's temporary files; bucket names have at most 63 characters. */
  public static String bucket(String project, String run) {
    var name = project + "-" + run;
    return name.length() <= 63 ? name : name.substring(0, 63).replaceAll("-+$", "");
  }
}
