package dev.backfill.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found in all answers so far. A process that a test starts has no test to fail: it leaves
 * its findings in a folder, where the test's process looks for them.
 */
final class Seen {
  /** An answer that was held against what it should be; it fits when there are no problems. */
  record Checked(String request, String method, List<String> problems) {
    String text() {
      return request + " (" + method + "): " + String.join("; ", problems);
    }
  }

  private static final Path FOLDER = Path.of("target", "discovery");
  private static final Map<String, Long> BY_METHOD = new TreeMap<>();
  private static final List<String> VIOLATIONS = new ArrayList<>();
  private static final Map<Path, Integer> READ = new TreeMap<>();
  private static boolean inTests;
  private static long violations;

  private Seen() {}

  /** This process runs the tests. */
  static synchronized void begin() {
    if (!inTests) {
      inTests = true;
      try {
        for (var old : files()) {
          Files.delete(old);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static synchronized void add(Checked checked) {
    if (inTests) {
      count(checked.method());
      if (!checked.problems().isEmpty()) {
        violation(checked.text());
      }
    } else {
      leave(checked);
    }
  }

  private static void count(String method) {
    BY_METHOD.merge(method, 1L, Long::sum);
  }

  private static void violation(String text) {
    VIOLATIONS.add(text);
    violations++;
  }

  private static void leave(Checked checked) {
    var line = checked.method() + "\t" + (checked.problems().isEmpty() ? "" : checked.text());
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve(ProcessHandle.current().pid() + ".txt"),
          line.replace('\n', ' ') + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The violations since this was asked last, those of other processes among them. */
  static synchronized List<String> take() {
    try {
      for (var file : files()) {
        var text = Files.readString(file);
        var lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        for (var line : lines.subList(READ.getOrDefault(file, 0), lines.size())) {
          var parts = line.split("\t", 2);
          count(parts[0]);
          if (parts.length > 1 && !parts[1].isEmpty()) {
            violation(parts[1]);
          }
        }
        READ.put(file, lines.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var taken = List.copyOf(VIOLATIONS);
    VIOLATIONS.clear();
    return taken;
  }

  /** The same, for a test that meant them: they are no violations of the sandbox's. */
  static synchronized List<String> taken() {
    var meant = take();
    violations -= meant.size();
    return meant;
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (var files = Files.list(FOLDER)) {
      return files.toList();
    }
  }

  /** How many answers there were, of how many methods, and how many did not fit. */
  static synchronized String summary() {
    var answers = BY_METHOD.values().stream().mapToLong(Long::longValue).sum();
    return answers
        + " answers of the sandbox held against Google's API descriptions, of "
        + BY_METHOD.keySet().stream().filter(name -> name.contains(".")).count()
        + " methods, "
        + BY_METHOD.getOrDefault("an error", 0L)
        + " of them errors: "
        + violations
        + " violations";
  }
}
