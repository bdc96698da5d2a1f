package dev.backfill.decode;

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
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The {@code .bq} schemas of a {@code .tar.gz} archive, entries {@code
 * …/schemas/<namespace>/<type>/<type>.<version>.bq}. A schema's bytes are kept, and parsed when it
 * is first asked for. Safe for several threads.
 */
public final class SchemaArchive {
  private static final String FOLDER = "/schemas/";

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
      var tar = new TarArchiveInputStream(new GZIPInputStream(in));
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = "/" + entry.getName();
        var at = path.indexOf(FOLDER);
        if (at >= 0 && path.endsWith(".bq")) {
          texts.put(normalized(path.substring(at + FOLDER.length())), tar.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new SchemaException(
          name + " is not a whole .tar.gz archive. Fetch it again: " + e.getMessage(), e);
    }
    if (texts.isEmpty()) {
      throw new SchemaException(name + " holds no schemas/<namespace>/<type>/<type>.<v>.bq.");
    }
    return new SchemaArchive(texts);
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
