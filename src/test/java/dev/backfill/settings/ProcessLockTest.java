package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ProcessLockTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("x.lock");
  }

  /** On POSIX the second try would give the first one's lock up, by closing what it opened. */
  @Test
  void isHeldWhateverElseThisProcessTries() throws IOException {
    try (var lock = ProcessLock.take(file)) {
      for (var way : new Path[] {file, folder.resolve(".").resolve("x.lock"), linked()}) {
        assertThatThrownBy(() -> ProcessLock.take(way))
            .isInstanceOfSatisfying(
                HeldException.class,
                e ->
                    assertThat(e.holder().orElseThrow().process())
                        .isEqualTo(ProcessHandle.current().pid()));
        assertThat(ProcLocks.holds(file)).as(way.toString()).isTrue();
      }
      assertThat(lock.isInPlace()).isTrue();
    }
    assertThat(folder.resolve("x.holder")).doesNotExist();
    ProcessLock.take(file).close();
  }

  private Path linked() throws IOException {
    var link = folder.resolve("other");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, folder.toRealPath());
    }
    return link.resolve("x.lock");
  }

  @Test
  void closedTwiceLeavesTheNextHolderAlone() throws IOException {
    var first = ProcessLock.take(file);
    first.close();
    try (var next = ProcessLock.take(file)) {
      first.close();
      assertThatThrownBy(() -> ProcessLock.take(file)).isInstanceOf(HeldException.class);
      assertThat(next.isInPlace()).isTrue();
    }
  }

  @Test
  void namesNobodyWhoIsGone() throws IOException {
    // A process that was killed left this; the process ids of Linux end at 2^22.
    var dead =
        new LockHolder(1L << 40, "alice", LockHolder.here(Instant.now()).host(), Instant.EPOCH);
    var holder = folder.resolve("x.holder");
    try (var lock = ProcessLock.take(file)) {
      dead.write(holder);
      assertThatThrownBy(() -> ProcessLock.take(file))
          .isInstanceOfSatisfying(HeldException.class, e -> assertThat(e.inBrackets()).isEmpty())
          .hasMessageContaining("another process");
      // An id that was given to a process that is younger than the lock.
      new LockHolder(ProcessHandle.current().pid(), "alice", dead.host(), Instant.EPOCH)
          .write(holder);
      assertThatThrownBy(() -> ProcessLock.take(file)).hasMessageContaining("another process");
      Files.writeString(holder, "user=\\u");
      assertThatThrownBy(() -> ProcessLock.take(file)).hasMessageContaining("another process");
      new LockHolder(1, "alice\u001b[31m", "elsewhere", Instant.EPOCH).write(holder);
      assertThatThrownBy(() -> ProcessLock.take(file))
          .hasMessageContaining(
              "process 1 of alice\\u001b[31m on elsewhere, since 1970-01-01 00:00:00 UTC");
      assertThat(lock.isInPlace()).isTrue();
    }
  }

  @Test
  void saysWhenItsFileIsNoLongerInPlace() throws IOException {
    try (var lock = ProcessLock.take(file)) {
      Files.delete(file);
      assertThat(lock.isInPlace()).isFalse();
      Files.createFile(file);
      assertThat(lock.isInPlace()).isFalse();
    }
    try (var lock = ProcessLock.take(file)) {
      lock.remove();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
