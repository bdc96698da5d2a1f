package dev.backfill.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudKind;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Addresses of a run's jobs in Google's console, by the kept journal of a rehearsal. */
class LinksTest {
  private static final Path KEPT = Path.of("src/test/resources/journals/sandbox");
  private static final String JOB =
      "2026-11-26-00-02-21-722658561-f41bff7c-7658-4cf2-b05f-6767a5990306";
  private static final String CONSOLE = "https://console.cloud.google.com/";

  @Test
  void aSandboxHasNone() {
    var view = RunView.of(Journal.read(KEPT));
    assertThat(JobLinks.of(view)).isEmpty();
    assertThat(ConsoleLinks.of(view, "a-job")).isEmpty();
    assertThat(lines(view)).isNotEmpty().allMatch(line -> ConsoleLinks.of(view, line).isEmpty());
  }

  @Test
  void aQuerysJobIsInTheTargetsLocation() {
    assertThat(ConsoleLinks.of(onGoogle(List.of()), "r1-stage a"))
        .contains(
            CONSOLE
                + "bigquery?project=moz-fx-data-backfill-14"
                + "&page=queryresults&j=bq:US:r1-stage+a");
  }

  @Test
  void aStepThatSubmittedTheJobLeadsToItByTheIdThatItGot() {
    var view = onGoogle(List.of());
    var decode = lines(view).stream().filter(l -> l.step().subject().equals("job")).findFirst();
    assertThat(decode.flatMap(line -> ConsoleLinks.of(view, line)))
        .contains(
            CONSOLE + "dataflow/jobs/us-central1/" + JOB + "?project=moz-fx-data-backfill-14");
    var staged =
        lines(view).stream()
            .filter(line -> line.step().stage().equals(StageKind.STAGE) && line.job().isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(ConsoleLinks.of(view, staged))
        .isEqualTo(ConsoleLinks.of(view, staged.job().orElseThrow()))
        .isPresent();
    var without =
        lines(view).stream().filter(line -> line.job().isEmpty()).findFirst().orElseThrow();
    assertThat(ConsoleLinks.of(view, without)).isEmpty();
  }

  @Test
  void aDecodeJobHasItsPageItsLogsAndItsLoads() {
    var loads = new LoadsSeen(JOB, "beam_bq_job_LOAD_x", new TreeMap<>());
    var links = JobLinks.of(onGoogle(List.of(loads)));
    assertThat(links)
        .extracting(JobLinks.Link::kind)
        .containsExactly(JobLinks.Kind.JOB, JobLinks.Kind.LOGS, JobLinks.Kind.LOADS);
    assertThat(links)
        .extracting(JobLinks.Link::url)
        .containsExactly(
            CONSOLE + "dataflow/jobs/us-central1/" + JOB + "?project=moz-fx-data-backfill-14",
            CONSOLE
                + "logs/query;query=resource.type%3D%22dataflow_step%22%20AND%20"
                + "resource.labels.job_id%3D%22"
                + JOB
                + "%22?project=moz-fx-data-backfill-14",
            CONSOLE + "bigquery/admin/jobs-explorer?project=moz-fx-data-backfill-14");
    assertThat(links)
        .extracting(JobLinks.Link::command)
        .containsExactly(
            "gcloud dataflow jobs describe --full "
                + "'"
                + JOB
                + "'"
                + " --project='moz-fx-data-backfill-14' --region='us-central1'",
            "gcloud logging read 'resource.type=\"dataflow_step\" AND resource.labels.job_id=\""
                + JOB
                + "\"' --project='moz-fx-data-backfill-14' --limit=200",
            "bq ls --jobs=true --all=true --max_results=10000"
                + " --project_id='moz-fx-data-backfill-14' | grep 'beam_bq_job_LOAD_x'");
  }

  private static List<StageLine> lines(RunView view) {
    return view.stages().stream().flatMap(stage -> stage.lines().stream()).toList();
  }

  /** The same run as if it had been on Google, with more that was seen of its job. */
  private static RunView onGoogle(List<LoadsSeen> seen) {
    var entries = new ArrayList<>(Journal.read(KEPT));
    var opened = (Entry.Opened) entries.get(0);
    entries.set(
        0,
        new Entry.Opened(
            opened.at(),
            opened.run(),
            opened.program(),
            CloudKind.GOOGLE.description(),
            opened.plan()));
    seen.forEach(one -> entries.add(observed(one)));
    return RunView.of(entries);
  }

  private static Entry observed(LoadsSeen one) {
    return new Entry.Observed(Instant.EPOCH, StageKind.DECODE, one);
  }
}
