package dev.backfill.settings;

import dev.backfill.text.Visible;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Who holds a lock.
 *
 * @param process the process id on its machine
 * @param since when it took the lock
 */
public record LockHolder(long process, String user, String host, Instant since) {
  private static final Path HOST_FILE = Path.of("/etc/hostname");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  // Linux counts a process's start in hundredths of a second from a boot time in whole seconds.
  private static final Duration START_IS_ROUNDED = Duration.ofSeconds(2);

  /** This process. */
  public static LockHolder here(Instant since) {
    return new LockHolder(
        ProcessHandle.current().pid(),
        System.getProperty("user.name"),
        machine(),
        since.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The name of this machine. */
  public static String machine() {
    return Stream.of(System.getenv("COMPUTERNAME"), System.getenv("HOSTNAME"), kept())
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .map(String::strip)
        .orElseGet(LockHolder::lookedUp);
  }

  private static String kept() {
    try {
      return Files.isReadable(HOST_FILE) ? Files.readString(HOST_FILE) : null;
    } catch (IOException e) {
      return null;
    }
  }

  // Last, as it can wait long for a name server that does not answer.
  private static String lookedUp() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Reads what {@link #write} wrote; empty when it is not there, or not whole. */
  static Optional<LockHolder> read(Path file) {
    var kept = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      kept.load(reader);
      return Optional.of(
          new LockHolder(
              Long.parseLong(kept.getProperty("process", "")),
              shown(kept.getProperty("user", "someone")),
              shown(kept.getProperty("host", "an unnamed machine")),
              Instant.parse(kept.getProperty("since", ""))));
    } catch (IOException | RuntimeException e) {
      // It only tells who it is; the lock itself is what counts.
      return Optional.empty();
    }
  }

  private static String shown(String text) {
    return Visible.line(text);
  }

  /** Writes it whole or not at all; readers never see a half. */
  void write(Path file) throws IOException {
    var kept = new Properties();
    kept.setProperty("process", Long.toString(process));
    kept.setProperty("user", user);
    kept.setProperty("host", host);
    kept.setProperty("since", since.toString());
    var whole = file.resolveSibling(file.getFileName() + ".new");
    try (var writer = Files.newBufferedWriter(OwnFiles.file(whole))) {
      kept.store(writer, null);
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether it can still be there: not when its process on this machine has ended. */
  boolean mayLive() {
    return !host.equals(machine())
        || ProcessHandle.of(process)
            .filter(
                found ->
                    found
                        .info()
                        .startInstant()
                        .map(start -> !start.minus(START_IS_ROUNDED).isAfter(since))
                        .orElse(true))
            .isPresent();
  }

  /** For example {@code process 4711 of alice on build-3, since 2026-11-25 20:44:09 UTC}. */
  @Override
  public String toString() {
    return "process " + process + " of " + user + " on " + host + ", since " + TIME.format(since);
  }
}
