package dev.backfill.settings;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.report.Format;
import dev.backfill.run.RunView;
import dev.backfill.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Under the usual umask, which lets everyone read. */
@Tag("server")
@DisabledOnOs(OS.WINDOWS)
class OwnFilesTest {
  private static final String PLAN =
      """
      name: main-dedupe
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      """;

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void sharedFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("shared"));
    Files.setPosixFilePermissions(folder, fromString("rwxr-xr-x"));
  }

  @Test
  void aRunIsItsOwnersAlone() throws Exception {
    var run = folder.resolve("runs/r1");
    RunView view;
    try (var journal = Journal.open(run)) {
      journal.append(new Entry.Opened(Instant.EPOCH, "r1", "1", "a sandbox", PLAN));
      view = RunView.of(journal.entries());
    }
    Format.writeAll(view, run);
    Format.writeAll(view, folder.resolve("reports"));
    assertThat(rights(folder.resolve("runs"))).isEqualTo("rwx------");
    assertThat(rights(run)).isEqualTo("rwx------");
    try (var files = Files.list(run)) {
      assertThat(files).hasSizeGreaterThan(3).allMatch(file -> rights(file).equals("rw-------"));
    }
    assertThat(rights(folder.resolve("reports/report.html"))).as("asked for").endsWith("r--r--");
  }

  @Test
  void widerRightsAreNarrowedWhenARunIsOpened() throws Exception {
    var run = Files.createDirectory(folder.resolve("r1"));
    var file = Files.createFile(run.resolve("journal.jsonl"));
    Files.setPosixFilePermissions(run, fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, fromString("rw-rw-r--"));
    try (var journal = Journal.open(run)) {
      journal.append(new Entry.Opened(Instant.EPOCH, "r1", "1", "a sandbox", PLAN));
    }
    assertThat(rights(run)).isEqualTo("rwx------");
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  @Test
  void aFolderThatAnOperatorNamedKeepsItsRightsAndItsPartsAreOwn() throws Exception {
    Sandbox.start(folder, 0).close();
    Sandbox.start(folder.resolve("new"), 0).close();
    assertThat(rights(folder)).isEqualTo("rwxr-xr-x");
    assertThat(rights(folder.resolve("bigquery"))).isEqualTo("rwx------");
    assertThat(rights(folder.resolve("storage"))).isEqualTo("rwx------");
    assertThat(rights(folder.resolve("dataflow"))).isEqualTo("rwx------");
    assertThat(rights(folder.resolve("new"))).isEqualTo("rwx------");
  }

  @Test
  void settingsAndLogAreOwn() throws Exception {
    var file = folder.resolve("a/b/window.properties");
    new WindowSettings(Optional.empty(), true, "dark").write(file);
    assertThat(WindowSettings.read(file).theme()).isEqualTo("dark");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(file.getParent())).isEqualTo("rwx------");
    var log = Files.createFile(folder.resolve("console.log"));
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("backfill.log", log.toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(OwnFilesTest.class.getResource("/logback.xml"));
    context.getLogger("a").warn("said");
    context.stop();
    assertThat(log).content().contains("said");
    assertThat(rights(log)).isEqualTo("rw-------");
  }

  @Test
  void aFileIsWrittenWholeOrNot() throws Exception {
    var file = Files.writeString(folder.resolve("a"), "old");
    OwnFiles.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  private static String rights(Path path) {
    try {
      return java.nio.file.attribute.PosixFilePermissions.toString(
          Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
