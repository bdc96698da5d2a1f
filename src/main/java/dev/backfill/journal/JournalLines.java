package dev.backfill.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.text.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Entries as lines of JSON. */
final class JournalLines {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Two entries on one line are damage; without this the second would be lost unseen.
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The entries of a journal and the number of bytes they take, what was cut off left out. */
  record Read(List<Entry> entries, long bytes, JournalScan.Tail tail) {}

  /** What a line says. */
  sealed interface Reading {
    record Whole(Entry entry) implements Reading {}

    /** A whole line of a kind that this version does not know. */
    record Newer(String what) implements Reading {}

    record Damaged(Exception why) implements Reading {}
  }

  // What Visible changes, as it stands in JSON; what it leaves alone may match too.
  private static final Pattern ACTING = Pattern.compile("\\\\[ubfr]|[^ -~]");

  // Names of entries and results; a text that lost bytes seldom makes another of them.
  private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");

  private JournalLines() {}

  /** An entry as it is kept: its line, and what the line says. */
  record Kept(Entry entry, byte[] line) {}

  /** Writes an entry without the credentials that may stand in it, its texts made visible. */
  static Kept write(Entry entry) {
    try {
      var text = JSON.writerFor(Entry.class).writeValueAsString(entry);
      var safe = Secrets.removed(text);
      if (safe.equals(text) && !ACTING.matcher(text).find()) {
        return new Kept(entry, line(text));
      }
      var kept = entry(safe, new HashMap<>());
      return new Kept(kept, line(JSON.writerFor(Entry.class).writeValueAsString(kept)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journal entry of plain values must print.", e);
    }
  }

  private static byte[] line(String json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Its texts are made visible here, once, for every page, report and line that shows them. */
  private static Entry entry(String line, Map<String, String> known)
      throws JsonProcessingException {
    try (var parser = new VisibleTexts(JSON.createParser(line), known)) {
      return JSON.readValue(parser, Entry.class);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("A string has no end that could fail.", e);
    }
  }

  /**
   * Reads a journal. A last line that is cut off, as a kill or a full disk leaves it, is left out,
   * and zeros at the end, as a power loss leaves them: a whole entry always ends with a line feed.
   *
   * @throws JournalException naming the line, when another one is damaged, or of a newer version
   */
  static Read read(Path file, byte[] content) {
    var scan = JournalScan.of(content);
    var entries = new ArrayList<Entry>();
    for (var line : scan.lines()) {
      if (line.reading() instanceof Reading.Whole whole) {
        entries.add(whole.entry());
        refuseNewer(file, line.number(), whole.entry(), entries);
      } else if (line.reading() instanceof Reading.Newer newer) {
        throw newer(file, line.number(), newer.what(), entries);
      } else if (line.reading() instanceof Reading.Damaged damaged) {
        throw damaged(
            file, "Line " + line.number() + " of " + file + " is damaged.", damaged.why());
      }
    }
    if (!entries.isEmpty() && !(entries.get(0) instanceof Entry.Opened)) {
      throw headless(file);
    }
    return new Read(List.copyOf(entries), scan.end(), scan.tail());
  }

  /** Before any other line: what a newer format allows looks like damage to this version. */
  static void refuseNewer(Path file, int line, Entry entry, List<Entry> before) {
    if (entry instanceof Entry.Opened opened && opened.inFormat() > Entry.FORMAT) {
      throw newer(file, line, "the journal's format " + opened.inFormat(), before);
    }
  }

  private static JournalException damaged(Path file, String what, Exception why) {
    return new JournalException(
        JournalException.Kind.DAMAGED,
        Problem.of(
                what, "Repair the journal, which keeps what is whole, or restore it from a copy.")
            .with(Action.repair(file.getParent())),
        why);
  }

  static JournalException headless(Path file) {
    return new JournalException(
        JournalException.Kind.DAMAGED,
        "The journal "
            + file
            + " lacks its first line, which holds the plan; no repair can make that.",
        "Restore the file from a copy, or read its other lines before you begin another run of the"
            + " plan.",
        null);
  }

  private static JournalException newer(Path file, int line, String what, List<Entry> before) {
    var by =
        before.isEmpty() || !(before.get(0) instanceof Entry.Opened opened)
            ? ""
            : " The run was begun with version " + opened.program() + ".";
    return new JournalException(
        JournalException.Kind.NEWER,
        "Line "
            + line
            + " of "
            + file
            + " was written by a newer console: this version does not know "
            + what
            + "."
            + by,
        "Use that version, or the newest that worked on it.",
        null);
  }

  /** What the bytes of one line say. */
  static Reading parse(byte[] content, int from, int to) {
    return parse(content, from, to, new HashMap<>());
  }

  /**
   * The same of one of many.
   *
   * @param known the texts of the lines before, which it shares
   */
  static Reading parse(byte[] content, int from, int to, Map<String, String> known) {
    try {
      // A decoder that puts marks in place of broken bytes would call a damaged text whole.
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(content, from, to - from))
              .toString();
      return parse(text, known);
    } catch (CharacterCodingException e) {
      return new Reading.Damaged(e);
    }
  }

  private static Reading parse(String text, Map<String, String> known) {
    try {
      return new Reading.Whole(entry(text, known));
    } catch (InvalidTypeIdException e) {
      return e.getTypeId() != null && WORD.matcher(e.getTypeId()).matches() && isEntry(text)
          ? new Reading.Newer("'" + e.getTypeId() + "'")
          : new Reading.Damaged(e);
    } catch (ValueInstantiationException e) {
      var type = e.getType().getRawClass();
      return (type == StageKind.class || type == Step.class) && isEntry(text)
          ? new Reading.Newer("the stage in it")
          : new Reading.Damaged(e);
    } catch (JsonProcessingException e) {
      return new Reading.Damaged(e);
    }
  }

  private static boolean isEntry(String text) {
    try {
      return JSON.readTree(text).hasNonNull("at");
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
