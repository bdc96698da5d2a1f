package dev.backfill.stages;

import dev.backfill.cloud.JobService.Message;
import dev.backfill.cloud.JobService.Messages;
import dev.backfill.cloud.JobService.WorkerEvent;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.JobFact.Said;
import dev.backfill.fact.JobFact.Workers;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.text.Secrets;
import dev.backfill.text.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What was heard of a job already, by this console or a former one of the run: each message and
 * each event is kept once.
 *
 * <p>Workers write with clocks of their own, and what they wrote arrives late: a message may bear
 * the newest one's time or an earlier one. So each look asks again for the last minutes, and what
 * is known is told by its id and all that it says.
 */
final class JobMessages {
  // Ten looks of five seconds would do for the delays that are seen; a day's log has some hundred
  // messages in five minutes.
  private static final Duration AGAIN = Duration.ofMinutes(5);

  private final Set<JobFact> known = new HashSet<>();
  private Instant newest = Instant.EPOCH;

  /** Knows what a run's journal holds. */
  static JobMessages of(RunView view) {
    var messages = new JobMessages();
    view.each(Role.MAKES_ROWS, Workers.class).forEach(messages::know);
    // This console's own tell by its clock, which says nothing of the service's.
    view.each(Role.MAKES_ROWS, Said.class).stream()
        .filter(said -> !said.byConsole())
        .forEach(messages::know);
    return messages;
  }

  private void know(Workers event) {
    know(event, event.time());
  }

  private void know(Said message) {
    know(message, message.time());
  }

  /** All of it: ids are told anew by each job. Journals of older versions have none. */
  private void know(JobFact fact, Instant time) {
    known.add(fact);
    newest = time.isAfter(newest) ? time : newest;
  }

  /** Since when to ask. */
  Instant since() {
    return newest.isBefore(Instant.EPOCH.plus(AGAIN)) ? Instant.EPOCH : newest.minus(AGAIN);
  }

  /** Hands over what is new, as it is kept. */
  void take(Messages heard, Consumer<JobFact> keep) {
    for (var event : heard.workers()) {
      var fact = workers(event);
      if (!known.contains(fact) && !known.contains(fact.withoutKind())) {
        know(fact);
        keep.accept(fact);
      }
    }
    for (var message : heard.messages()) {
      var fact = said(message);
      if (!known.contains(fact) && !known.contains(fact.withoutId())) {
        know(fact);
        keep.accept(fact);
      }
    }
  }

  private static Workers workers(WorkerEvent event) {
    return new Workers(
        event.time(),
        event.current(),
        event.target(),
        shown(event.text()),
        Visible.line(event.kind()));
  }

  private static Said said(Message message) {
    return new Said(
        message.time(),
        message.importance(),
        shown(message.text()),
        Optional.of(Visible.line(message.id())).filter(id -> !id.isEmpty()),
        false);
  }

  /** As the journal keeps it: what it took out or wrote otherwise would not be known again. */
  private static String shown(String text) {
    return Visible.text(Secrets.removed(text));
  }
}
