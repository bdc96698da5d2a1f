package dev.backfill.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.backfill.text.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

  private JournalLines() {}

  /** An entry as it is kept: its line, and what the line says. */
  record Kept(Entry entry, byte[] line) {}

  /** Writes an entry without the credentials that may stand in it. */
  static Kept write(Entry entry) {
    try {
      var text = JSON.writerFor(Entry.class).writeValueAsString(entry);
      var safe = Secrets.removed(text);
      return new Kept(
          safe.equals(text) ? entry : JSON.readValue(safe, Entry.class),
          (safe + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journal entry of plain values must print.", e);
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
      return JSON.readValue(
          new String(content, from, to - from, StandardCharsets.UTF_8), Entry.class);
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
