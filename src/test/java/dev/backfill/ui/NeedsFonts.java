package dev.backfill.ui;

import dev.backfill.settings.MeantWarnings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test of the window where JavaFX finds no fonts; on CI that is a failure. */
final class NeedsFonts implements ExecutionCondition {
  private static final String MISSING =
      "JavaFX needs the package libpangoft2-1.0-0 for its fonts. Install it.";

  static {
    // Before JavaFX starts: a test's standard error is silent too.
    MeantWarnings.allowClassPath();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!System.getProperty("os.name").equals("Linux") || installed()) {
      return ConditionEvaluationResult.enabled("fonts are there");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(MISSING);
    }
    return ConditionEvaluationResult.disabled(MISSING);
  }

  private static boolean installed() {
    return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu", "", "../lib64")
        .map(folder -> Path.of("/usr/lib", folder, "libpangoft2-1.0.so.0"))
        .anyMatch(Files::exists);
  }
}
