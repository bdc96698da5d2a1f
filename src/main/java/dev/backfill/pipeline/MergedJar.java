package dev.backfill.pipeline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Several jars as one that a class loader finds the same in: of each name what the first jar on the
 * class path has, of services what all of them offer, in their order. Bytes are copied as they are
 * compressed, with their times, so that the same jars make the same archive.
 */
final class MergedJar {
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)");

  // Signatures are of jars that are no more, modules of a class path that has none.
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/(?:MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(?:SF|RSA|DSA|EC))"
              + "|(?:META-INF/versions/\\d+/)?module-info\\.class");

  // The first day that a zip file can tell.
  private static final long NO_TIME = 315_532_800_000L;

  private static final int BUFFER = 1 << 20;

  private final List<Path> jars;
  private final Map<String, Path> owners = new HashMap<>();
  private final Map<String, Set<String>> services = new LinkedHashMap<>();

  MergedJar(List<Path> jars) {
    this.jars = jars;
  }

  void write(Path to) throws IOException {
    try (var out =
        new ZipArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(to), BUFFER))) {
      out.setUseZip64(Zip64Mode.AsNeeded);
      manifest(out);
      for (var jar : jars) {
        add(jar, out);
      }
      for (var service : services.entrySet()) {
        var lines = String.join("\n", service.getValue()) + "\n";
        put(out, service.getKey(), lines.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void manifest(ZipArchiveOutputStream out) throws IOException {
    var lines = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
    put(out, JarFile.MANIFEST_NAME, lines.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ZipArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    entry.setTime(NO_TIME);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private void add(Path jar, ZipArchiveOutputStream out) throws IOException {
    try (var in = ZipFile.builder().setPath(jar).get()) {
      var versioned = new ArrayList<ZipArchiveEntry>();
      for (var entries = in.getEntriesInPhysicalOrder(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        var name = entry.getName();
        if (entry.isDirectory() || LEFT_OUT.matcher(name).matches()) {
          continue;
        } else if (VERSIONED.matcher(name).matches()) {
          versioned.add(entry);
        } else if (name.startsWith(SERVICES)) {
          offer(name, new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        } else if (owners.putIfAbsent(name, jar) == null) {
          copy(in, entry, out);
        }
      }
      if (!versioned.isEmpty() && isMultiRelease(jar)) {
        versions(jar, in, versioned, out);
      }
    }
  }

  /** For newer Javas: of what this jar itself has, and not of what another one has under a name. */
  private void versions(
      Path jar, ZipFile in, List<ZipArchiveEntry> versioned, ZipArchiveOutputStream out)
      throws IOException {
    for (var entry : versioned) {
      var base = VERSIONED.matcher(entry.getName());
      if (base.matches()
          && owners.getOrDefault(base.group(1), jar).equals(jar)
          && owners.putIfAbsent(entry.getName(), jar) == null) {
        copy(in, entry, out);
      }
    }
  }

  private static void copy(ZipFile in, ZipArchiveEntry entry, ZipArchiveOutputStream out)
      throws IOException {
    var plain = new ZipArchiveEntry(entry.getName());
    plain.setMethod(entry.getMethod());
    plain.setTime(NO_TIME);
    plain.setCrc(entry.getCrc());
    plain.setSize(entry.getSize());
    plain.setCompressedSize(entry.getCompressedSize());
    if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
      throw new IOException(entry.getName() + " is compressed in a way that Java cannot read.");
    }
    out.addRawArchiveEntry(plain, in.getRawInputStream(entry));
  }

  private void offer(String name, String text) {
    var lines = services.computeIfAbsent(name, one -> new LinkedHashSet<>());
    text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(lines::add);
  }

  private static boolean isMultiRelease(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest();
      return manifest != null
          && Boolean.parseBoolean(
              manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
    }
  }
}
