package dev.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes in places that are not as one would like them. */
@EnabledOnOs(OS.LINUX)
@Tag("job")
class LauncherTest {
  @TempDir Path folder;

  @Test
  void saysThatTheLocaleCannotTellAName() throws Exception {
    var said =
        start("LC_ALL=C", "XDG_DATA_HOME=" + folder + "/h\u00f6m\u00e9", List.of(), "--version");
    assertThat(said)
        .startsWith("2 The character set of this environment, ")
        .contains("(LC_ALL=C), cannot tell the name " + folder + "/h??m??.")
        .endsWith("Start with LC_ALL=C.UTF-8.\n")
        .hasLineCount(1);
  }

  @Test
  void saysThatNoLibraryCanBeLoaded() throws Exception {
    // What a /tmp without exec is, for those who may not mount one.
    var none = Files.createFile(folder.resolve("file"));
    var said =
        start(
            "LC_ALL=C.UTF-8",
            "XDG_DATA_HOME=" + folder.resolve("h\u00f6m\u00e9"),
            List.of("-Djava.io.tmpdir=" + none),
            "sandbox",
            "--dir",
            folder.resolve("sand").toString(),
            "--documents",
            "0");
    assertThat(said)
        .startsWith("1 DuckDB, which holds the sandbox's tables, cannot be loaded")
        .contains("-Djava.io.tmpdir=FOLDER.")
        .hasLineCount(1);
  }

  @Test
  void saysThatTheDisplayCannotBeOpened() throws Exception {
    var said = start("DISPLAY=:4711", "XDG_DATA_HOME=" + folder, List.of());
    assertThat(said)
        .startsWith("1 ")
        .contains("The display ':4711' cannot be opened: ", "unset it")
        .doesNotContain("Exception", "\tat ", "WARNING");
  }

  @Test
  void saysThatItWasBuiltOnAnotherSystem() throws Exception {
    var said = start("DISPLAY=:4711", "XDG_DATA_HOME=" + folder, List.of("-Dos.name=Windows 11"));
    assertThat(said)
        .startsWith(
            "1 This program was built on another system, and holds no window for Windows 11")
        .hasLineCount(1);
  }

  /** The exit code and everything that was printed; {@code env} encodes arguments as they are. */
  private String start(String locale, String home, List<String> options, String... args)
      throws Exception {
    assumeTrue(
        System.getProperty("sun.jnu.encoding").equals("UTF-8"), "to name such a folder at all");
    var command = new ArrayList<String>(List.of("env", locale, home));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.backfill.Launcher"));
    command.addAll(List.of(args));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }
}
