package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.4Z");

  @TempDir Path folder;

  @Test
  void isTakenByOneRunEachAndSortsByAge() throws Exception {
    var ids = new ArrayList<String>();
    for (var i = 0; i < 60; i++) {
      ids.add(RunId.take(folder, NOW).getFileName().toString());
    }
    ids.add(RunId.take(folder, NOW.plusSeconds(1)).getFileName().toString());
    assertThat(ids)
        .startsWith("r260101120000", "r260101120000a")
        .endsWith("r260101120001")
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("r[0-9]{12}[a-z]*"));
  }

  @Test
  void isTakenByOneOfManyAtOnce() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Path> one = () -> RunId.take(folder.resolve("runs"), NOW);
      var taken = pool.invokeAll(java.util.Collections.nCopies(40, one));
      var ids = taken.stream().map(RunIdTest::name).collect(Collectors.toSet());
      assertThat(ids).hasSize(40);
    } finally {
      pool.shutdownNow();
    }
  }

  private static String name(java.util.concurrent.Future<Path> one) {
    try {
      return one.get().toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
