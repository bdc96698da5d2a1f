package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * States can be read: WCAG's contrast of text and background, from the style sheet's own colors.
 */
class ContrastTest {
  private static final Pattern COLOR = Pattern.compile("(-[a-z-]+): #([0-9a-f]{6});");
  // WCAG 2.1, 1.4.3: text smaller than 18 pt.
  private static final double ENOUGH = 4.5;

  @ParameterizedTest
  @CsvSource({
    ".root, ffffff, good", ".root, ffffff, busy", ".root, ffffff, bad", ".root, ffffff, odd",
    ".root, ffffff, idle", ".dark, 0d1117, good", ".dark, 0d1117, busy", ".dark, 0d1117, bad",
    ".dark, 0d1117, odd", ".dark, 0d1117, idle"
  })
  void readsOnItsBadgeAndOnThePage(String theme, String page, String state) throws IOException {
    var colors = colors(theme);
    var text = colors.get("-state-" + state);
    assertThat(contrast(text, colors.get("-state-" + state + "-bg"))).isGreaterThan(ENOUGH);
    assertThat(contrast(text, page)).isGreaterThan(ENOUGH);
  }

  private static Map<String, String> colors(String selector) throws IOException {
    try (var file = Window.class.getResourceAsStream("console.css")) {
      var css = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      var from = css.indexOf("\n" + selector + " {");
      var rule = css.substring(from, css.indexOf('}', from));
      var colors = new HashMap<String, String>();
      COLOR.matcher(rule).results().forEach(m -> colors.put(m.group(1), m.group(2)));
      return colors;
    }
  }

  private static double contrast(String one, String other) {
    var a = luminance(one);
    var b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 2) + 0.0722 * channel(hex, 4);
  }

  private static double channel(String hex, int at) {
    var value = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
