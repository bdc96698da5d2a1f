package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How much later than an empty window of the same theme ours shows its first frame: {@code mvn -q
 * test -Dtest=FirstFrameTest -Dsurefire.args=-Dfirst.frames=9} starts each nine times by turns.
 */
@ExtendWith(NeedsFonts.class)
@EnabledIfSystemProperty(named = "first.frames", matches = "\\d+")
@Tag("window")
class FirstFrameTest {
  @Test
  void comparesWithABareWindow() throws Exception {
    var bare = new ArrayList<Long>();
    var ours = new ArrayList<Long>();
    var page = new ArrayList<Long>();
    for (var i = 0; i < Integer.getInteger("first.frames"); i++) {
      bare.add(time(start("bare"), "frame"));
      var said = start("ours");
      ours.add(time(said, "frame"));
      page.add(time(said, "page"));
    }
    System.out.printf(
        "first frame: bare %d ms, ours %d ms, ratio %.2f; first page: %d ms, ratio %.2f"
            + " (medians of %d)%n",
        median(bare),
        median(ours),
        (double) median(ours) / median(bare),
        median(page),
        (double) median(page) / median(bare),
        bare.size());
    assertThat(ours).allMatch(millis -> millis > 0);
  }

  private static String start(String which) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("-D(glass|monocle|headless|prism).*"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FirstFrame.Begin.class.getName(), which));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes());
  }

  private static long time(String said, String what) {
    return said.lines()
        .filter(line -> line.startsWith(what + " "))
        .map(line -> Long.parseLong(line.substring(what.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(said));
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
