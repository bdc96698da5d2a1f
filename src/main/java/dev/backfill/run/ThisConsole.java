package dev.backfill.run;

import dev.backfill.confirm.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Who runs this console: the same for each start by one user on one machine. */
final class ThisConsole {
  private static final Path HOST_FILE = Path.of("/etc/hostname");

  private ThisConsole() {}

  /** User and machine, as a label's value. */
  static String identity() {
    return Holder.clean(System.getProperty("user.name", "unknown") + "-" + host());
  }

  // A look-up of the own name can wait long for a name server, so it is the last that is tried.
  private static String host() {
    return Stream.of(System.getenv("COMPUTERNAME"), System.getenv("HOSTNAME"), file())
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .map(String::strip)
        .orElseGet(ThisConsole::lookedUp);
  }

  private static String file() {
    try {
      return Files.isReadable(HOST_FILE) ? Files.readString(HOST_FILE) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String lookedUp() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
