package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's process may be started ahead; then the next job gets it, and no other. */
@Timeout(120)
class WorkersTest {
  private static final Served SERVED = new Served("http://127.0.0.1:1", "127.0.0.1:1");

  @TempDir Path folder;
  private Workers workers;
  private List<Long> before;

  @BeforeEach
  void begin() {
    before = children();
    workers = new Workers(folder.resolve("ahead"));
  }

  @AfterEach
  void end() {
    workers.close();
    children().stream()
        .filter(pid -> !before.contains(pid))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void startsOneAheadAndGivesItToTheNextJob() throws Exception {
    workers.prepare();
    var ready = started();
    assertThat(ready).hasSize(1);
    workers.prepare();
    assertThat(started()).as("one is ready already").isEqualTo(ready);

    var first = workers.start(job("a"), SERVED);
    assertThat(started()).isEqualTo(ready);
    assertThat(folder.resolve("ahead/worker.err")).as("its files go with it").doesNotExist();
    assertThat(folder.resolve("a/worker.err")).exists();

    var second = workers.start(job("b"), SERVED);
    assertThat(second).isNotSameAs(first);
    first.kill();
    second.kill();
  }

  @Test
  void startsAnotherWhereTheOneThatWasReadyHasEnded() throws Exception {
    workers.prepare();
    var ready = ProcessHandle.of(started().get(0)).orElseThrow();
    ready.destroyForcibly();
    ready.onExit().get();

    var worker = workers.start(job("a"), SERVED);
    assertThat(worker.isAlive()).isTrue();
    assertThat(started()).hasSize(1).doesNotContain(ready.pid());
    worker.kill();
  }

  @Test
  void endsTheOneThatNoJobCameFor() throws Exception {
    workers.prepare();
    var ready = ProcessHandle.of(started().get(0)).orElseThrow();
    workers.close();
    ready.onExit().get();
    assertThat(ready.isAlive()).isFalse();
  }

  private DecodeJobRecord job(String id) throws IOException {
    var at = folder.resolve(id);
    Files.createDirectories(at);
    return DecodeJobRecord.create(
        at,
        DecodeJobRecord.JSON.createObjectNode().put("id", id),
        DecodeJobRecord.JSON.createObjectNode());
  }

  private List<Long> started() {
    return children().stream().filter(pid -> !before.contains(pid)).toList();
  }

  private static List<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }
}
