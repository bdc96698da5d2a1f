package dev.backfill.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A console in a process of its own that is ready to run, and begins when it is told to. */
final class Contender implements AutoCloseable {
  private final Process process;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Contender(Process process) {
    this.process = process;
  }

  /** Starts a process and returns when it is ready. */
  static Contender ready(Path log, String... args) throws IOException {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbackfill.log=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Contender.class.getName()));
    command.addAll(List.of(args));
    var contender = new Contender(new ProcessBuilder(command).redirectErrorStream(true).start());
    var in = contender.process.getInputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The contender ended at once with " + contender.code());
      }
    }
    return contender;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    var reader =
        new Thread(
            () -> {
              try {
                process.getInputStream().transferTo(said);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits for its end and gives its exit code. */
  int code() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Holds it where it is, as Ctrl-Z does, or lets it go on. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process: arguments are those of the command line. */
  public static void main(String[] args) throws IOException {
    // What it loads before it is told to begin takes no time after it.
    var nowhere = Streams.utf8(OutputStream.nullOutputStream());
    var runs = args[Arrays.asList(args).indexOf("--runs") + 1];
    Main.commandLine(new Streams(InputStream.nullInputStream(), nowhere, nowhere))
        .execute("report", Stand.RUN, "--runs", runs, "--format", "json");
    System.out.println("ready");
    System.in.read();
    System.exit(Main.run(args));
  }
}
