package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A Mac has no Ctrl in its menus. */
class KeyNamesTest {
  @Test
  void areTheSystemsOwn() {
    assertThat(new KeyNames("Mac OS X").shortcut("L")).isEqualTo("⌘L");
    assertThat(new KeyNames("Mac OS X").shortcut("Page Down")).isEqualTo("⌘⇟");
    assertThat(new KeyNames("Linux").shortcut("L")).isEqualTo("Ctrl+L");
    assertThat(new KeyNames("Windows 11").shortcut("Page Down")).isEqualTo("Ctrl+Page Down");
  }

  /** Whoever names a key in a text does it through here: the texts themselves name none. */
  @Test
  void standInNoTextOtherwise() {
    assertThat(Texts.BUNDLE.keySet())
        .noneMatch(key -> Texts.BUNDLE.getString(key).matches(".*\\b(Ctrl|Alt|Cmd|Command)\\b.*"));
  }
}
