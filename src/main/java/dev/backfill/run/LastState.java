package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.settings.OwnFiles;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run stands, for lists of runs. It is kept in a file beside the journal, so that a journal
 * of 100 MB is folded once and not at each look; the journal alone tells the truth: a file that is
 * not of the journal as it is, or not whole, is made anew.
 *
 * @param plan the plan's text
 * @param outcome what the run was closed with; empty while it is open
 * @param stage the first stage that is not through; empty when all are, or the run is closed
 * @param state that stage's state; done when all are through
 */
public record LastState(
    String run,
    String plan,
    String cloud,
    Instant opened,
    Optional<Instant> closed,
    Optional<String> outcome,
    Optional<StageKind> stage,
    State state) {
  /** The file's name in a run's folder. */
  public static final String FILE = "last-state.json";

  private static final Logger LOG = LoggerFactory.getLogger(LastState.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  // Raised when the same journal is folded to another state than before.
  private static final int FORM = 2;
  private static final int TAIL = 4096;

  // A smaller journal is folded as fast as another file is read.
  private static final int LEAST = 16_384;

  /** How a run stands that was folded. */
  public static LastState of(RunView view) {
    var open = view.stages().stream().filter(stage -> stage.state() != State.DONE).findFirst();
    var through = view.closed().isPresent() || open.isEmpty();
    return new LastState(
        view.opened().run(),
        view.opened().plan(),
        view.opened().cloud(),
        view.opened().at(),
        view.closed().map(Entry.Closed::at),
        view.closed().map(Entry.Closed::outcome),
        through ? Optional.empty() : open.map(StageView::kind),
        through ? State.DONE : open.get().state());
  }

  /**
   * How the run of a folder stands.
   *
   * @throws JournalException when its journal cannot be read
   */
  public static LastState read(Path folder) {
    var stamp = stamp(folder.resolve(Journal.FILE));
    var kept = stamp.flatMap(is -> kept(folder.resolve(FILE), is));
    if (kept.isPresent()) {
      return kept.get();
    }
    var state = of(RunView.of(Journal.read(folder)));
    // Race: what is appended after the stamp was taken makes this one an old one, made anew then.
    stamp.ifPresent(is -> state.keep(folder.resolve(FILE), is));
    return state;
  }

  /** What tells a journal from any other, and from itself after another entry; of large ones. */
  private static Optional<String> stamp(Path journal) {
    try (var file = new RandomAccessFile(journal.toFile(), "r")) {
      var length = file.length();
      if (length < LEAST) {
        return Optional.empty();
      }
      var tail = new byte[(int) Math.min(TAIL, length)];
      file.seek(length - tail.length);
      file.readFully(tail);
      return Optional.of(
          length
              + " bytes, "
              + Files.getLastModifiedTime(journal).toInstant()
              + ", "
              + checksum(tail));
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at", journal, e);
      return Optional.empty();
    }
  }

  private static String checksum(byte[] bytes) {
    var sum = new CRC32();
    sum.update(bytes);
    return Long.toHexString(sum.getValue());
  }

  private static String checksum(JsonNode state) {
    return checksum(state.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<LastState> kept(Path file, String stamp) {
    try {
      var root = JSON.readTree(Files.readString(file));
      return root != null
              && root.path("form").asInt() == FORM
              && root.path("journal").asText().equals(stamp)
              && root.path("sum").asText().equals(checksum(root.path("state")))
          ? Optional.of(read(root.path("state")))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.debug("{} is made anew", file, e);
      return Optional.empty();
    }
  }

  private static LastState read(JsonNode state) {
    return new LastState(
        state.path("run").asText(),
        state.path("plan").asText(),
        state.path("cloud").asText(),
        Instant.parse(state.path("opened").asText()),
        text(state, "closed").map(Instant::parse),
        text(state, "outcome"),
        text(state, "stage").map(StageKind::of),
        State.valueOf(state.path("state").asText()));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
  }

  private void keep(Path file, String stamp) {
    var state = json();
    var root = JSON.createObjectNode().put("form", FORM).put("journal", stamp);
    root.put("sum", checksum(state)).set("state", state);
    try {
      OwnFiles.write(file, root.toString());
    } catch (IOException e) {
      LOG.debug("{} cannot be kept; the journal is read again", file, e);
    }
  }

  private ObjectNode json() {
    var node = JSON.createObjectNode();
    node.put("run", run).put("plan", plan).put("cloud", cloud).put("opened", opened.toString());
    closed.ifPresent(at -> node.put("closed", at.toString()));
    outcome.ifPresent(what -> node.put("outcome", what));
    stage.ifPresent(kind -> node.put("stage", kind.id()));
    return node.put("state", state.name());
  }
}
