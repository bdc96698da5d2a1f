package dev.backfill.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.backfill.text.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Entries as lines of JSON. */
final class JournalLines {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The entries of a journal and the number of bytes they take, a torn last line left out. */
  record Read(List<Entry> entries, long bytes) {}

  // What Visible changes, as it stands in JSON; what it leaves alone may match too.
  private static final Pattern ACTING = Pattern.compile("\\\\[ubfr]|[^ -~]");

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
      var kept = entry(safe);
      return new Kept(kept, line(JSON.writerFor(Entry.class).writeValueAsString(kept)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journal entry of plain values must print.", e);
    }
  }

  private static byte[] line(String json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Its texts are made visible here, once, for every page, report and line that shows them. */
  private static Entry entry(String line) throws JsonProcessingException {
    try (var parser = new VisibleTexts(JSON.createParser(line))) {
      return JSON.readValue(parser, Entry.class);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("A string has no end that could fail.", e);
    }
  }

  /**
   * Reads a journal. A last line that is cut off, as a kill or a full disk leaves it, is left out:
   * a whole entry always ends with a line feed.
   *
   * @throws JournalException naming the line, when another one is damaged
   */
  static Read read(String name, byte[] content) {
    var entries = new ArrayList<Entry>();
    var start = 0;
    for (var i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        entries.add(parse(name, entries.size() + 1, content, start, i));
        start = i + 1;
      }
    }
    return new Read(List.copyOf(entries), start);
  }

  private static Entry parse(String name, int line, byte[] content, int from, int to) {
    try {
      return entry(new String(content, from, to - from, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new JournalException(
          "Line "
              + line
              + " of "
              + name
              + " is damaged. Restore the file from a copy, or start a new run of the same plan.",
          e);
    }
  }
}
