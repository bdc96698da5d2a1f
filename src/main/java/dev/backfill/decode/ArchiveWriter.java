package dev.backfill.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Gathers schemas into a {@code .tar.gz} archive that {@link SchemaArchive} reads. */
public final class ArchiveWriter {
  private final String folder;
  private final TreeMap<String, Schema> schemas = new TreeMap<>();

  /**
   * Begins an archive.
   *
   * @param folder its one folder, in which {@code schemas/} lies
   */
  public ArchiveWriter(String folder) {
    this.folder = folder;
  }

  /** Adds the schema of a document type; one that was added before is replaced. */
  public ArchiveWriter add(String namespace, String type, String version, Schema schema) {
    schemas.put(
        String.format("%s/schemas/%s/%s/%s.%s.bq", folder, namespace, type, type, version), schema);
    return this;
  }

  /** The archive; the same schemas give the same bytes, whatever the day and their order. */
  public byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var schema : schemas.entrySet()) {
        var text = schema.getValue().json().toString().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(schema.getKey());
        entry.setSize(text.length);
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
}
