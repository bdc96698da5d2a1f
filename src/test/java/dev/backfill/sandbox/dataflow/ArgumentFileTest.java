package dev.backfill.sandbox.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments that a second Java reads from a file as they were meant. */
@Tag("process")
class ArgumentFileTest {
  @TempDir Path folder;

  /** Prints the class path that it was given. */
  public static final class Echo {
    public static void main(String[] args) {
      System.out.print(System.getProperty("java.class.path") + "\n" + String.join("\n", args));
    }
  }

  @Test
  void quotesAsTheLauncherReadsIt() {
    assertThat(ArgumentFile.text(List.of("-cp", "C:\\Users\\A B\\lib.jar;C:\\x#1\\\"y\".jar")))
        .isEqualTo("\"-cp\"\n\"C:\\\\Users\\\\A B\\\\lib.jar;C:\\\\x#1\\\\\\\"y\\\".jar\"\n");
  }

  @Test
  void carriesAClassPathThatNoCommandLineOfWindowsHolds() throws Exception {
    var classes = Path.of(Echo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var libraries =
        IntStream.range(0, 800)
            .mapToObj(i -> folder.resolve("some folder #" + i).resolve("a\\b'c\"d.jar").toString())
            .collect(Collectors.joining(File.pathSeparator));
    var path = classes + File.pathSeparator + libraries;
    assertThat(path).hasSizeGreaterThan(32_767);
    var arguments =
        List.of("-XX:TieredStopAtLevel=1", "-cp", path, Echo.class.getName(), "a b", "");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var file = folder.resolve("some args");
    var process =
        new ProcessBuilder(java, ArgumentFile.write(file, arguments))
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo(path + "\na b\n");
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(file)).hasLineCount(arguments.size());
  }
}
