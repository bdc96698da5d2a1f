package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A notice's texts come from plans, which others write: none may become a part of a script. */
class DesktopNoticeTest {
  private static final String TEXT = "main\"; Remove-Item $(calc) `whoami` --icon=x";

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Mac OS X", "Windows 11"})
  void takesNoTextForAPartOfAScript(String system) {
    var command = DesktopNotice.command(system, "Stage ended", TEXT);
    assertThat(command)
        .allSatisfy(
            argument -> assertThat(argument.equals(TEXT) || !argument.contains("calc")).isTrue());
  }

  @Test
  void givesWindowsItsTextsByTheEnvironment() {
    // What follows -Command would be read as a script.
    assertThat(DesktopNotice.command("Windows 11", "Stage ended", TEXT))
        .doesNotContain(TEXT)
        .last()
        .asString()
        .contains("$env:BACKFILL_NOTICE_TEXT");
  }
}
