package dev.backfill.cli;

import dev.backfill.text.Visible;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of a command; a test brings its own. All text is UTF-8. What is printed on
 * them itself is data, byte for byte; what a person reads goes through {@link #say}.
 */
record Streams(InputStream in, PrintStream out, PrintStream err) {

  static Streams standard() {
    return new Streams(System.in, utf8(System.out), utf8(System.err));
  }

  static PrintStream utf8(OutputStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Prints a line for a person: what it quotes does not move the cursor, and begins no line. */
  void say(String line) {
    out.print(Visible.line(line) + "\n");
  }

  /** The same on the other stream, for what went wrong. */
  void complain(String line) {
    err.print(Visible.line(line) + "\n");
  }

  /**
   * Flushes the output.
   *
   * @throws IOException when some of it could not be written, as to a full disk or a closed pipe
   */
  void finish() throws IOException {
    if (out.checkError()) {
      throw new IOException("The output could not be written whole.");
    }
    err.flush();
  }
}
