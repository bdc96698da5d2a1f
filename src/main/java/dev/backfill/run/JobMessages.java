package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.cloud.JobService.Message;
import dev.backfill.cloud.JobService.Messages;
import dev.backfill.cloud.JobService.WorkerEvent;
import dev.backfill.journal.Entry;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Secrets;
import dev.backfill.text.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

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

  // Marks a message of this console, by its own clock, which says nothing of the service's.
  static final String OURS = "by_console";

  private final Set<String> known = new HashSet<>();
  private Instant newest = Instant.EPOCH;

  /** Knows what a run's journal holds. */
  static JobMessages of(RunView view) {
    var messages = new JobMessages();
    view.observed().stream()
        .filter(o -> o.stage() == StageKind.DECODE)
        .filter(o -> o.topic().equals(JobWatch.WORKERS) || o.topic().equals(JobWatch.MESSAGES))
        .map(Entry.Observed::value)
        .filter(value -> !value.path(OURS).asBoolean())
        .forEach(messages::know);
    return messages;
  }

  private void know(JsonNode kept) {
    known.add(key(kept));
    var time = Instant.parse(kept.path("time").asText());
    newest = time.isAfter(newest) ? time : newest;
  }

  /** Since when to ask. */
  Instant since() {
    return newest.isBefore(Instant.EPOCH.plus(AGAIN)) ? Instant.EPOCH : newest.minus(AGAIN);
  }

  /** Hands over what is new, by topic, as it is kept. */
  void take(Messages heard, BiConsumer<String, JsonNode> keep) {
    heard.workers().forEach(event -> take(JobWatch.WORKERS, node(event), keep));
    heard.messages().forEach(message -> take(JobWatch.MESSAGES, node(message), keep));
  }

  private void take(String topic, ObjectNode node, BiConsumer<String, JsonNode> keep) {
    if (!known.contains(key(node)) && !known.contains(key(node.deepCopy().without("id")))) {
      know(node);
      keep.accept(topic, node);
    }
  }

  /** All of it: ids are told anew by each job. Journals of older versions have none. */
  private static String key(JsonNode node) {
    return node.toString();
  }

  private static ObjectNode node(WorkerEvent event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", event.time().toString())
        .put("current", event.current())
        .put("target", event.target())
        .put("text", shown(event.text()));
  }

  private static ObjectNode node(Message message) {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", message.time().toString())
            .put("importance", message.importance())
            .put("text", shown(message.text()));
    return message.id().isEmpty() ? node : node.put("id", Visible.line(message.id()));
  }

  /** As the journal keeps it: what it took out or wrote otherwise would not be known again. */
  private static String shown(String text) {
    return Visible.text(Secrets.removed(text));
  }
}
