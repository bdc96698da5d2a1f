package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rewrite's plan as it is edited: its files' texts in it, its SQL on lines of its own. */
class PlanDraftTest {
  private static final String BASE =
      """
      playbook: rewrite
      name: drop # of a test
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  @TempDir Path folder;

  @Test
  void opensAPlanWithTheTextsOfItsFiles() throws Exception {
    var recorded = Path.of("src/test/resources/plans/2026-08-14/plan.yaml");
    var draft = PlanDraft.read(recorded);
    assertThat(PlanFile.read(draft)).isEqualTo(PlanFile.read(recorded));
    assertThat(draft).startsWith("# The recorded run of this day");
    var model = new PlanModel(draft);
    assertThat(model.problems()).isEmpty();
    assertThat(model.field("rewrite.query_sql").get()).startsWith("-- Every row");
  }

  @Test
  void namesAFileThatIsNotThere() throws Exception {
    var plan = BASE + "rewrite: { query: none.sql, mode: any }\n";
    var draft = PlanDraft.read(Files.writeString(folder.resolve("plan.yaml"), plan));
    assertThat(draft).isEqualTo(plan);
    assertThat(new PlanModel(draft).problems().toString()).contains("names the file 'none.sql'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rewrite: { mode: any }\n",
        "rewrite:\n  mode: any\n",
        "rewrite:\n  query_sql: |\n    SELECT 1\n    FROM x\n\n  # a remark\n  mode: any\n",
        "rewrite:\n  query_sql: >-\n    SELECT 1\n  mode: any\nfinalize: { backup: true }\n",
      })
  void editsLinesOfSqlInPlace(String rewrite) throws Exception {
    var model = new PlanModel(BASE + rewrite);
    var sql = "SELECT\n  *\n\nFROM ${source} # 'x': \"y\"\nWHERE '${day}'";
    model.field("rewrite.query_sql").set(sql);
    model.field("rewrite.mode").set("any");
    assertThat(model.problems()).isEmpty();
    assertThat(model.plan().get().rewrite().orElseThrow().query()).isEqualTo(sql);
    assertThat(model.text().get()).contains("name: drop # of a test");
    if (rewrite.contains("remark")) {
      assertThat(model.text().get()).contains("# a remark");
    }
    model.field("rewrite.query_sql").set(sql + "\n");
    assertThat(model.field("rewrite.query_sql").get()).as("a line begun").isEqualTo(sql + "\n");
    model.field("rewrite.affected_sql").set("a\nAND b");
    assertThat(model.plan().get().rewrite().orElseThrow().affected()).contains("a\nAND b");
    assertThat(model.plan().get().rewrite().orElseThrow().query()).isEqualTo(sql);
  }
}
