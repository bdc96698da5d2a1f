package dev.backfill.sandbox.dataflow;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arguments for {@code java @FILE}: a command line of Windows holds 32,767 characters, and the
 * class path alone, some 270 libraries, comes to 30,000 under a short home.
 */
final class ArgumentFile {
  private ArgumentFile() {}

  /** Writes a file, and gives the argument that names it. */
  static String write(Path file, List<String> arguments) throws IOException {
    Files.writeString(file, text(arguments), charset(System.getProperty("sun.jnu.encoding")));
    return "@" + file;
  }

  /**
   * A line for each argument, quoted as the launcher reads it: in quotes a blank and a {@code #}
   * are what they are, and a backslash makes the next character one of the text.
   */
  static String text(List<String> arguments) {
    return arguments.stream()
        .map(one -> '"' + one.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
        .collect(Collectors.joining());
  }

  /** The launcher reads the file in the encoding that the system has for names. */
  private static Charset charset(String name) {
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }
}
