package dev.backfill.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A wire between a console and a sandbox that fails in the ways that a laptop's network does, each
 * time for so long as its clock says. It fails after a request went through, so that what was asked
 * may have been done and the answer is lost.
 */
final class BadWire implements AutoCloseable {
  /** How a wire fails. */
  enum Failure {
    /** Nothing listens any more. */
    REFUSED,
    /** Each connection is reset. */
    RESET,
    /** Connections stand, and nothing comes over them. */
    STALL
  }

  private static final Duration OUTAGE = Duration.ofMinutes(5);

  private final InetSocketAddress sandbox;
  private final JumpingClock clock;
  private final Duration stalledTry;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Deque<Failure> due = new ArrayDeque<>();
  private final List<Failure> been = new ArrayList<>();
  // After each outage, so that two are not one of ten minutes.
  private int answersBetween = 3;

  private Predicate<String> trigger = request -> true;
  private ServerSocket server;
  private Failure now;
  private int answered;
  private Instant since;

  /**
   * Listens.
   *
   * @param stalledTry the time that passes on the clock with each try that gets no answer
   */
  BadWire(String endpoint, JumpingClock clock, Duration stalledTry) throws IOException {
    var uri = URI.create(endpoint);
    this.sandbox = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.clock = clock;
    this.stalledTry = stalledTry;
    server = listen(0);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * Has the next requests of a kind fail, one after the other, each once the one before is over.
   */
  synchronized void fail(Collection<Failure> failures, Predicate<String> which) {
    been.clear();
    due.clear();
    due.addAll(failures);
    trigger = which;
  }

  /** The same where fewer answers come before what fails next. */
  synchronized void failSoon(Collection<Failure> failures, Predicate<String> which) {
    answersBetween = 1;
    fail(failures, which);
  }

  synchronized boolean isOut() {
    heal();
    return now != null;
  }

  /** The failures that there were. */
  synchronized List<Failure> been() {
    return List.copyOf(been);
  }

  private ServerSocket listen(int port) throws IOException {
    var socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    var thread = new Thread(() -> accept(socket), "wire");
    thread.setDaemon(true);
    thread.start();
    return socket;
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        var up = new Socket(sandbox.getAddress(), sandbox.getPort());
        open.add(client);
        open.add(up);
        pump(client, up, true);
        pump(up, client, false);
      } catch (IOException e) {
        // Closed, by a failure or at the end.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean isRequest) {
    var thread =
        new Thread(
            () -> {
              try (from;
                  to) {
                var buffer = new byte[1 << 16];
                for (int n; (n = from.getInputStream().read(buffer)) >= 0; ) {
                  pass(buffer, n, to.getOutputStream(), isRequest);
                }
              } catch (IOException e) {
                // Reset.
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void pass(byte[] bytes, int n, OutputStream to, boolean isRequest)
      throws IOException {
    heal();
    if (now == Failure.STALL) {
      if (isRequest) {
        clock.pass(stalledTry);
      }
      return;
    }
    if (now != null) {
      throw new IOException("reset");
    }
    to.write(bytes, 0, n);
    to.flush();
    if (!isRequest) {
      answered++;
    } else if (answered >= answersBetween && !due.isEmpty()) {
      var request = new String(bytes, 0, Math.min(n, 2000), StandardCharsets.ISO_8859_1);
      if (trigger.test(request.lines().findFirst().orElse(""))) {
        begin(due.poll());
      }
    }
  }

  private void begin(Failure failure) throws IOException {
    now = failure;
    since = clock.instant();
    been.add(failure);
    switch (failure) {
      case REFUSED -> {
        server.close();
        cut();
      }
      case RESET -> cut();
      case STALL -> clock.pass(stalledTry);
    }
  }

  private void cut() throws IOException {
    for (var socket : open) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
    open.clear();
  }

  private synchronized void heal() {
    if (now == null || Duration.between(since, clock.instant()).compareTo(OUTAGE) < 0) {
      return;
    }
    now = null;
    answered = 0;
    try {
      // What stalled never goes on: the other end has given it up.
      cut();
      if (server.isClosed()) {
        server = listen(server.getLocalPort());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    server.close();
    cut();
  }
}
