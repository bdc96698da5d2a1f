package dev.backfill.sandbox.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine's own address, 127.0.0.1. */
public final class Ports {
  private Ports() {}

  /**
   * Refuses a port that cannot be listened on, before anything is made for it. Another process may
   * take it after this; then its server says the same.
   *
   * @param port 0 for any that is free, which there always is
   * @throws IOException when something else listens there, or the system keeps it
   */
  public static void requireFree(int port) throws IOException {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assert socket.isBound();
    } catch (IOException taken) {
      throw taken(port, taken);
    }
  }

  static IOException taken(int port, IOException cause) {
    return new IOException(
        "The port "
            + port
            + " of 127.0.0.1 cannot be used: something else listens there, or it is not yours."
            + " End that, or take another; 0 finds one.",
        cause);
  }
}
