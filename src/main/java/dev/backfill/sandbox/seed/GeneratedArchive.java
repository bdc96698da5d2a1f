package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.decode.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The schemas of the generated documents as an archive of the real ones' form. */
final class GeneratedArchive {
  private GeneratedArchive() {}

  /** A {@code .tar.gz} with an entry for each type of {@link Generator#TYPES}. */
  static byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (var type : new TreeMap<>(Generator.TYPES).entrySet()) {
        var name = type.getKey();
        var path =
            String.format(
                "generated/schemas/%s/%s/%s.%s.bq",
                name.namespace(), name.type(), name.type(), name.version());
        var text = columns(type.getValue().fields()).toString().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(path);
        entry.setSize(text.length);
        // Whatever the day, the same bytes.
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail to take bytes.", e);
    }
    return bytes.toByteArray();
  }

  /** Columns in BigQuery's JSON form. */
  static ArrayNode columns(List<Schema.Field> fields) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var field : fields) {
      var node =
          array
              .addObject()
              .put("name", field.name())
              .put("type", field.type())
              .put("mode", field.mode());
      if (!field.fields().isEmpty()) {
        node.set("fields", columns(field.fields()));
      }
    }
    return array;
  }
}
