package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.report.Format;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of runs whose cells are many. */
@Tag("long")
class LargeReportTest {
  @TempDir Path folder;

  @Test
  void growsByAFewHundredBytesForACell() throws Exception {
    var few = html(80);
    var more = html(160);
    // 9,300 cells stay under 5 MB, with a megabyte for what is of each of 300 tables.
    assertThat(bytes(more) - bytes(few)).isPositive().isLessThan(80 * 430);
    assertThat(more)
        .contains("<td>telemetry_stable.main_v4</td><td>2020-06-07</td>")
        .contains("Every check of 160 cells passes;")
        .contains("160 more steps were done at the first try; the JSON report has each.")
        .contains("validate: telemetry/main/4@2020-01-01 and 159 more, as sent")
        .contains("DATE(submission_timestamp) = '${day}'", "`shared-prod.${live}.${table}`")
        .doesNotContain("DATE(submission_timestamp) = '2020-");
  }

  @Test
  void tellsTheTextsOfSeveralTypesOnce() throws Exception {
    var types = List.of("telemetry/main/4", "telemetry/core/10", "telemetry/first-shutdown/5");
    assertThat(Format.HTML.write(RunView.of(ManyDays.run(folder, types, 30))))
        .contains("document_type = '${type}'", "document_version = '${version}'")
        .contains("document_type = '\\''${type}'\\''", "-stage-${document}-${day}-1'")
        .contains("stage: telemetry/core/10@2020-01-01 and 89 more")
        .doesNotContain("  AND document_type = 'first-shutdown'", "  AND document_type = 'core'");
  }

  @Test
  void tellsASmallRunInFull() throws Exception {
    assertThat(html(3))
        .contains("DATE(submission_timestamp) = '2020-01-03")
        .doesNotContain("${", "Every check of");
  }

  private static int bytes(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }

  private String html(int days) throws Exception {
    return Format.HTML.write(RunView.of(ManyDays.run(folder, days)));
  }
}
