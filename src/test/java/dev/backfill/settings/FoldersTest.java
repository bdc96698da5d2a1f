package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {
  @Test
  void followTheSystem() {
    assertThat(Folders.of("Linux", "/home/a", Map.of()).runs())
        .isEqualTo(Path.of("/home/a/.local/share/backfill-console/runs"));
    assertThat(Folders.of("Linux", "/home/a", Map.of("XDG_DATA_HOME", "/d")).log())
        .isEqualTo(Path.of("/d/backfill-console/logs/console.log"));
    assertThat(Folders.of("Mac OS X", "/Users/a", Map.of()).data())
        .isEqualTo(Path.of("/Users/a/Library/Application Support/Backfill Console"));
  }
}
