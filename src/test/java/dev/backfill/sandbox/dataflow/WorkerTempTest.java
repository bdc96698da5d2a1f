package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers unpack goes with the process that started them, or at another's start. */
@Tag("process")
class WorkerTempTest {
  @TempDir Path parent;

  @Test
  void goesWithItsProcess() throws Exception {
    var temp = new WorkerTemp(parent, ProcessHandle.current().pid());
    assertThat(parent).as("nothing is made before it is needed").isEmptyDirectory();
    var folder = temp.folder();
    assertThat(temp.folder()).as("one for all workers").isEqualTo(folder);
    Files.createDirectories(folder.resolve("netty/native"));
    Files.writeString(folder.resolve("netty/native/x.so"), "x");
    temp.remove();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void ofAKilledProcessGoesAtAnothersStart() throws Exception {
    var ended = new ProcessBuilder("java", "-version").start();
    ended.waitFor();
    var left = new WorkerTemp(parent, ended.pid()).folder();
    Files.writeString(left.resolve("snappy-1-libsnappyjava.so"), "x");
    var running = new WorkerTemp(parent, ProcessHandle.current().parent().orElseThrow().pid());
    var others = running.folder();
    Files.createDirectory(parent.resolve("backfill-worker-of mine"));
    new WorkerTemp(parent, ProcessHandle.current().pid()).folder();
    assertThat(left).doesNotExist();
    assertThat(others).as("of a process that runs").isDirectory();
    assertThat(parent.resolve("backfill-worker-of mine")).as("not of this form").isDirectory();
  }
}
