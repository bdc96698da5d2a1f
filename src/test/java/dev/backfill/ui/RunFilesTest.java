package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.ui.model.RunLine;
import dev.backfill.ui.model.RunModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  private static final String PLAN =
      """
      name: main-dedupe
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      """;

  @TempDir Path runs;

  /** Each bad run is said, and none keeps the good ones off the list; one that is open is there. */
  @Test
  void listsRunsWhateverOthersHold() throws IOException {
    bad("damaged", "garbage\n");
    bad("headless", "{\"entry\":\"closed\",\"at\":1,\"outcome\":\"done\"}\n");
    bad("newer", "{\"entry\":\"leased\",\"at\":1}\n");
    bad("never", "");
    bad("zeros", new String(new char[50]));
    bad("planless", opened("nonsense: [").replace("\n", "") + "\n");
    Files.createDirectories(runs.resolve("folder"));
    Files.createFile(runs.resolve("file"));
    var model = new RunModel();
    assertThat(model.looked().get()).as("until then the list says that it is loading").isFalse();
    try (var journal = Journal.open(runs.resolve("good"))) {
      journal.append(new Entry.Opened(Instant.EPOCH, "good", "0", "a sandbox", PLAN));
      try (var files = new RunFiles(runs, runs.resolve("log"), model, Runnable::run)) {
        files.look();
      }
    }
    assertThat(model.looked().get()).isTrue();
    assertThat(model.runs()).extracting(RunLine::run).containsExactly("good");
    assertThat(model.unread())
        .extracting(why -> why.what().split(" ")[1])
        .containsExactlyInAnyOrder("damaged", "headless", "newer", "planless");
    assertThat(model.unread())
        .filteredOn(why -> !why.actions().isEmpty())
        .as("what a repair can mend")
        .flatExtracting(Problem::actions)
        .containsExactly(Action.repair(runs.resolve("damaged")));
    var said = String.join("\n", model.log());
    for (var run : new String[] {"damaged", "headless", "newer", "planless"}) {
      assertThat(said).contains("Run " + run + " cannot be offered: ");
    }
    assertThat(said)
        .contains("Repair the journal", "lacks its first line", "newer console")
        .as("what never was a run is nobody's concern, at each start")
        .doesNotContain("never began", "Run folder", "Run zeros");
  }

  private void bad(String run, String journal) throws IOException {
    Files.writeString(Files.createDirectories(runs.resolve(run)).resolve("journal.jsonl"), journal);
  }

  private static String opened(String plan) {
    return "{\"entry\":\"opened\",\"at\":1,\"run\":\"planless\",\"program\":\"9\",\"cloud\":\"x\",\"plan\":\""
        + plan
        + "\"}";
  }
}
