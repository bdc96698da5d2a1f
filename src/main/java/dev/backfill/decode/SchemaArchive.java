package dev.backfill.decode;

import dev.backfill.text.SnakeCase;
import dev.backfill.text.Visible;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The {@code .bq} schemas of a {@code .tar.gz} archive, entries {@code
 * …/schemas/<namespace>/<type>/<type>.<version>.bq}. A schema's bytes are kept, and parsed when it
 * is first asked for. Safe for several threads.
 */
public final class SchemaArchive {
  private static final String FOLDER = "/schemas/";

  // The largest schema known, firefox-desktop/metrics/1 of 2026, has 2,756,819 bytes: ten times
  // that, and
  // some room.
  private static final int MOST_BYTES = 30_000_000;

  private final Map<String, byte[]> texts;
  private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

  private SchemaArchive(Map<String, byte[]> texts) {
    this.texts = texts;
  }

  /**
   * Opens an archive.
   *
   * @throws SchemaException when there is none, or it cannot be read
   */
  public static SchemaArchive open(Path tarGz) {
    try (var in = new BufferedInputStream(Files.newInputStream(tarGz))) {
      return read(tarGz.toString(), in);
    } catch (NoSuchFileException e) {
      throw new SchemaException("There is no schema archive at " + tarGz + ".", e);
    } catch (IOException e) {
      throw new SchemaException("The schema archive " + tarGz + " cannot be opened.", e);
    }
  }

  /**
   * Reads an archive from a stream, which stays open.
   *
   * @param name what to call it in errors
   */
  public static SchemaArchive read(String name, InputStream in) {
    var texts = new HashMap<String, byte[]>();
    try {
      var tar = new TarArchiveInputStream(Unpacked.of(in));
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = "/" + entry.getName();
        var at = path.indexOf(FOLDER);
        if (at >= 0 && path.endsWith(".bq")) {
          var text = text(name, tar, entry);
          if (texts.put(normalized(path.substring(at + FOLDER.length())), text) != null) {
            throw refused(name, entry, "stands in it twice, under this or a like name");
          }
        }
      }
    } catch (Unpacked.TooLarge e) {
      throw new SchemaException(
          name + " " + e.getMessage() + ", as no archive of schemas does. Check where it is from.",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new SchemaException(
          name
              + " is not a whole .tar.gz archive. Fetch it again: "
              + Visible.line(String.valueOf(e.getMessage())),
          e);
    }
    if (texts.isEmpty()) {
      throw new SchemaException(name + " holds no schemas/<namespace>/<type>/<type>.<v>.bq.");
    }
    return new SchemaArchive(texts);
  }

  private static byte[] text(String name, TarArchiveInputStream tar, TarArchiveEntry entry)
      throws IOException {
    if (entry.isDirectory()
        || entry.isLink()
        || entry.isSymbolicLink()
        || entry.isCharacterDevice()
        || entry.isBlockDevice()
        || entry.isFIFO()) {
      throw refused(name, entry, "is no file, but a link, folder or device");
    }
    if (("/" + entry.getName() + "/").contains("/../")) {
      throw refused(name, entry, "leads out of its folder");
    }
    var text = tar.readNBytes(MOST_BYTES + 1);
    if (text.length > MOST_BYTES) {
      throw refused(name, entry, "has more than " + MOST_BYTES / 1_000_000 + " MB");
    }
    return text;
  }

  private static SchemaException refused(String name, TarArchiveEntry entry, String what) {
    return new SchemaException(
        "In "
            + name
            + ", "
            + Visible.line(entry.getName())
            + " "
            + what
            + ". Have the archive made anew.");
  }

  /** The schema of a document type as its attributes spell it; empty when there is none. */
  public Optional<Schema> schema(String namespace, String type, String version) {
    var key = normalized(namespace + "/" + type + "/" + type + "." + version + ".bq");
    var text = texts.get(key);
    return text == null
        ? Optional.empty()
        : Optional.of(parsed.computeIfAbsent(key, k -> Schema.parse(text)));
  }

  /** The normalized paths of all schemas, in order. */
  public Set<String> paths() {
    return new TreeSet<>(texts.keySet());
  }

  /** The part before the first dot of each path component, in snake_case. */
  private static String normalized(String path) {
    var out = new StringBuilder();
    for (var part : path.split("/", -1)) {
      var dot = part.indexOf('.');
      var stem = dot < 0 ? part : part.substring(0, dot);
      out.append('/').append(SnakeCase.of(stem)).append(dot < 0 ? "" : part.substring(dot));
    }
    return out.toString();
  }
}
