package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's native library leaves no file of 60 MB behind, whatever ends the process. */
@Tag("process")
class DuckDbLibraryTest {
  @TempDir Path folder;

  /** Uses DuckDB, and ends as a second Ctrl+C does. */
  public static final class Halted {
    public static void main(String[] none) throws Exception {
      DuckDbLibrary.here().load();
      try (var connection = DriverManager.getConnection("jdbc:duckdb:");
          var rows = connection.createStatement().executeQuery("SELECT 42")) {
        rows.next();
        System.out.print(rows.getInt(1));
        System.out.flush();
      }
      Runtime.getRuntime().halt(4);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void leavesNothingWhereTheProcessIsHalted() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Halted.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).as("it works without its file").isEqualTo("42");
    assertThat(process.waitFor()).isEqualTo(4);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void removesWhatKilledProcessesLeft() throws Exception {
    var old = file("libduckdb_java1.so");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    var fresh = file("libduckdb_java2.so");
    var others = file("libother_java1.so");
    Files.setLastModifiedTime(others, FileTime.from(Instant.EPOCH));
    new DuckDbLibrary(folder).removeOld();
    assertThat(old).doesNotExist();
    assertThat(fresh).as("another process may be about to load it").exists();
    assertThat(others).exists();
  }

  @Test
  void takesAFileForItsOwnOnlyWhereNoOtherCameMeanwhile() throws Exception {
    var library = new DuckDbLibrary(folder);
    file("libduckdb_java1.so");
    assertThat(library.unpacking(() -> file("libduckdb_java2.so")))
        .contains(folder.resolve("libduckdb_java2.so"));
    assertThat(
            library.unpacking(
                () -> {
                  file("libduckdb_java3.so");
                  file("libduckdb_java4.so");
                }))
        .isEmpty();
    assertThat(library.unpacking(() -> {})).isEmpty();
  }

  private Path file(String name) {
    try {
      return Files.writeString(folder.resolve(name), "x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
