package dev.backfill.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that a shell takes for what they are. */
@Tag("process")
class ShellTest {
  private static final String QUERY =
      "SELECT '$1', `a-b.c`, \"x\\n\" FROM t\nWHERE d = '2020' -- it’s";

  @ParameterizedTest
  @CsvSource({
    "Linux, POSIX",
    "Mac OS X, POSIX",
    "Windows 11, POWERSHELL",
    "Windows Server 2022, POWERSHELL",
    "Darwin, POSIX"
  })
  void isTheSystemsOwn(String system, Shell shell) {
    assertThat(Shell.of(system)).isEqualTo(shell);
  }

  @Test
  void writesNamesAlikeForAll() {
    for (var shell : Shell.values()) {
      assertThat(shell.quote("shared-prod:d.t$20200414")).isEqualTo("'shared-prod:d.t$20200414'");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void givesAPosixShellAQueryAsItIs() throws Exception {
    var process =
        new ProcessBuilder("sh", "-c", "printf %s " + Shell.POSIX.quote(QUERY))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(QUERY);
  }

  @Test
  void doublesWhatPowerShellTakesForASingleQuote() {
    assertThat(Shell.POWERSHELL.quote("a 'b' it’s $x")).isEqualTo("'a ''b'' it’’s $x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'p:d.t$20200414'", "p:d.t$20200414"})
  void takesAPhraseWithTheQuotesThatCmdLeavesOn(String given) {
    assertThat(Shell.unquoted(given)).isEqualTo("p:d.t$20200414");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "a'", "'a", "it's"})
  void leavesOtherQuotesAlone(String given) {
    assertThat(Shell.unquoted(given)).isEqualTo(given);
  }
}
