package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.JobService.Message;
import dev.backfill.cloud.JobService.Messages;
import dev.backfill.cloud.JobService.WorkerEvent;
import dev.backfill.fact.JobFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.landing.Packets;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each message once, whenever it arrives. */
class JobMessagesTest {
  private static final Instant TIME = Instant.parse("2020-04-15T03:00:00Z");

  @TempDir Path folder;
  private final List<Message> service = new ArrayList<>();
  private final List<WorkerEvent> workers = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();

  @Test
  void keepsWhatArrivesLate() {
    try (var journal = Journal.open(folder)) {
      open(journal);
      var messages = look(journal, null);
      said(0, "a", "m1");
      look(journal, messages);
      said(0, "b with the newest time", "m2");
      said(-60, "c of a slower clock", "m3");
      workers.add(new WorkerEvent(TIME, 1, 5, "raised"));
      look(journal, messages);
      said(0, "b with the newest time", "m4");
      workers.add(new WorkerEvent(TIME, 5, 5, "raised"));
      look(journal, messages);
      assertThat(kept)
          .containsExactly(
              "a",
              "raised",
              "b with the newest time",
              "c of a slower clock",
              "raised",
              "b with the newest time");
    }
  }

  @Test
  void knowsThemAfterAResume() {
    said(0, "a\u001b[2J\u202e\r", "m1");
    said(0, "Bearer ya29.a0AfH6SMBx1234567890", "");
    try (var journal = Journal.open(folder)) {
      open(journal);
      look(journal, null);
    }
    said(0, "c", "m2");
    try (var journal = Journal.open(folder)) {
      look(journal, null);
    }
    assertThat(kept).containsExactly("a\\u001b[2J\\u202e\\u000d", "Bearer [removed]", "c");
  }

  @Test
  void knowsThoseOfAJournalWithoutIds() {
    said(0, "a", "");
    try (var journal = Journal.open(folder)) {
      open(journal);
      look(journal, null);
      service.clear();
      said(0, "a", "m1");
      look(journal, null);
    }
    assertThat(kept).containsExactly("a");
  }

  private void said(long second, String text, String id) {
    service.add(new Message(TIME.plusSeconds(second), "BASIC", text, id));
  }

  /** As the service answers: from an instant on, that included. */
  private JobMessages look(Journal journal, JobMessages former) {
    var messages = former == null ? JobMessages.of(RunView.of(journal.entries())) : former;
    var from = messages.since();
    messages.take(
        new Messages(
            service.stream().filter(m -> !m.time().isBefore(from)).toList(),
            workers.stream().filter(w -> !w.time().isBefore(from)).toList()),
        fact -> keep(journal, fact));
    return messages;
  }

  private void keep(Journal journal, JobFact fact) {
    journal.append(new Entry.Observed(TIME, StageKind.DECODE, fact));
    kept.add(fact.json().path("text").asText());
  }

  private static void open(Journal journal) {
    var plan = PlanFile.write(Packets.plan());
    journal.append(new Entry.Opened(TIME, "r1", "1", "fake", plan));
  }
}
