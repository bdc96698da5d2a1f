package dev.backfill.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each package says what belongs there. */
class PackagesTest {
  @Test
  void everyPackageSaysWhatItIsFor() {
    for (var name : Arrows.packages()) {
      var folder = Path.of("src/main/java/dev/backfill", name.split("\\."));
      assertThat(folder.resolve("package-info.java")).isRegularFile();
      assertThat(folder.resolve("package-info.java")).content().startsWith("/**");
    }
  }
}
