package dev.backfill.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers are sent of the class path: the console's own classes, and all libraries as one
 * archive, which is made once and kept under the hash of what it is made of. Each staged file costs
 * four requests, and a class path has 200.
 */
public final class WorkerBundle {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerBundle.class);

  // Part of each hash: raised when the way of merging changes.
  private static final String FORM = "1";
  private static final String PREFIX = "libraries-";
  private static final String SUFFIX = ".jar";
  private static final String OWN = "backfill-console.jar";

  // A console's former versions leave theirs behind, 130 MB each.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Path folder;

  /**
   * Makes nothing yet.
   *
   * @param folder where archives are kept, the user's own
   */
  public WorkerBundle(Path folder) {
    this.folder = folder;
  }

  /**
   * The files to stage, in the order of the class path. Where the archive cannot be made, as on a
   * full disk, the libraries themselves: more requests, the same workers.
   */
  public List<String> files() {
    return files(WorkerFiles.of(PipelineOptionsFactory.create()));
  }

  List<String> files(List<String> classPath) {
    var libraries = classPath.stream().filter(WorkerBundle::isLibrary).map(Path::of).toList();
    try {
      var staged = new ArrayList<>(classPath.stream().filter(isOwn()).toList());
      if (!libraries.isEmpty()) {
        staged.add(archive(libraries).toString());
      }
      return List.copyOf(staged);
    } catch (IOException e) {
      LOG.warn("The libraries are staged one by one: no archive of them can be made here.", e);
      return classPath;
    }
  }

  private static Predicate<String> isOwn() {
    return file -> !isLibrary(file);
  }

  private static boolean isLibrary(String file) {
    var path = Path.of(file);
    return file.endsWith(SUFFIX)
        && Files.isRegularFile(path)
        && !path.getFileName().toString().equals(OWN);
  }

  private Path archive(List<Path> libraries) throws IOException {
    Files.createDirectories(folder);
    var archive = folder.resolve(PREFIX + hash(libraries) + SUFFIX);
    if (!Files.exists(archive)) {
      make(libraries, archive);
    }
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
    return archive;
  }

  /** Another process may make the same at the same time: whoever is last has made the same. */
  private void make(List<Path> libraries, Path archive) throws IOException {
    var half = Files.createTempFile(folder, "half-", SUFFIX);
    try {
      new MergedJar(libraries).write(half);
      Files.move(half, archive, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("Another process was faster.", e);
    } finally {
      Files.deleteIfExists(half);
    }
    removeOld(archive);
  }

  private void removeOld(Path but) throws IOException {
    var until = FileTime.from(Instant.now().minus(KEPT));
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (!file.equals(but) && Files.getLastModifiedTime(file).compareTo(until) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String hash(List<Path> libraries) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(FORM.getBytes(StandardCharsets.UTF_8));
      for (var library : libraries) {
        digest.update(library.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        try (var in = new DigestInputStream(Files.newInputStream(library), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
