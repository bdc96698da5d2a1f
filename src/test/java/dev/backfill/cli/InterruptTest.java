package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl+C in a stall: a cloud that takes questions and answers none of them. */
@Tag("process")
@Timeout(300)
class InterruptTest {
  private static final int STOPPED = 4;

  // A shell that starts this in its background has interrupts ignored, and a Java that inherits
  // that hears of none.
  private static final List<String> HEARING = List.of("env", "--default-signal=INT");

  @TempDir Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Process run;
  private BufferedReader out;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there are signals");
    assumeTrue(code("env", "--default-signal=INT", "true") == 0, "they can be had back");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          // Before a run begins its sandbox is asked which one it is, for two seconds.
          if (!exchange.getRequestURI().getPath().endsWith("/datasets")) {
            asked.countDown();
          }
          await(ended);
          exchange.close();
        });
    server.start();
    var plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    var command = new ArrayList<>(HEARING);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dbackfill.log=" + folder.resolve("console.log"),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.backfill.Launcher",
            "run",
            "--plan",
            plan.toString(),
            "--runs",
            folder.resolve("runs").toString(),
            "--endpoint",
            "http://127.0.0.1:" + server.getAddress().getPort()));
    run = new ProcessBuilder(command).redirectErrorStream(true).start();
    out = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    ended.countDown();
    if (run != null) {
      run.destroyForcibly();
    }
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  @Test
  void saysAtOnceThatItStopsAndASecondEndsTheProcess() throws Exception {
    until("preflight started");
    await(asked);
    interrupt();
    until("Stopping... Jobs in the cloud continue.");
    interrupt();
    assertThat(run.waitFor()).isEqualTo(STOPPED);
  }

  @Test
  void stopsWithItsOwnCodeWhenTheCallUnderWayEnds() throws Exception {
    until("preflight started");
    await(asked);
    interrupt();
    until("Stopping... Jobs in the cloud continue.");
    ended.countDown();
    until("preflight stopped: Stopped by you while the cloud did not answer.");
    until("Done before:");
    assertThat(run.waitFor()).isEqualTo(STOPPED);
  }

  private void interrupt() throws Exception {
    assertThat(code("/bin/kill", "-INT", Long.toString(run.pid()))).isZero();
  }

  private static int code(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void until(String wanted) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = out.readLine(); ; line = out.readLine()) {
      assertThat(line).as("after %s", lines).isNotNull();
      lines.add(line);
      if (line.startsWith(wanted)) {
        return;
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(4, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
