package dev.backfill.sandbox.bigquery;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Serves the Storage Read API on a loopback port of its own, over plaintext gRPC. */
public final class ReadServer implements AutoCloseable {
  private static final int SECONDS_TO_END = 5;

  private final Server server;
  private final ExecutorService threads = Executors.newCachedThreadPool(ReadServer::thread);

  /** Makes a server; {@link #start} serves. */
  ReadServer(ReadService service, int port) {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .executor(threads)
            .addService(service)
            .build();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "sandbox-read");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Serves from now on.
   *
   * @throws IOException when the port is taken
   */
  public ReadServer start() throws IOException {
    server.start();
    return this;
  }

  /** Where it serves: {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
