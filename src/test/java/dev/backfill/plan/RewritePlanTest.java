package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.check.RewriteSql;
import dev.backfill.check.TypeDays;
import dev.backfill.problem.Problem;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of rewrites: the recorded one, and what is wrong with others. */
class RewritePlanTest {
  private static final Path RECORDED = Path.of("src/test/resources/plans/2026-08-14/plan.yaml");
  private static final String BASE =
      """
      playbook: rewrite
      name: drop
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;
  private static final String SQL = "SELECT * FROM ${source} WHERE d = '${day}'";
  private static final String WHOLE =
      "rewrite: { mode: drop, query_sql: \"" + SQL + "\", affected_sql: bad }\n";

  @TempDir Path folder;

  @Test
  void readsTheRecordedRunAndWhatItWillDo() throws Exception {
    var plan = PlanFile.read(RECORDED);
    assertThat(plan.cells()).hasSize(180);
    var steps = Playbooks.of(plan).steps(PlannedRun.of(plan));
    var rewrites = steps.stream().filter(step -> step.stage().equals(StageKind.STAGE)).toList();
    assertThat(rewrites).hasSize(180);
    assertThat(rewrites)
        .allSatisfy(
            step ->
                assertThat(step.sql().orElseThrow())
                    .contains("`moz-fx-data-shared-prod.telemetry_stable.third_party_modules_v4`")
                    .doesNotContain("${"));
    assertThat(rewrites.get(0).sql().orElseThrow()).contains("= '2026-02-15'");
    assertThat(steps.stream().filter(step -> step.kind() == PlannedStep.Kind.OVERWRITES))
        .hasSize(180);
    assertThat(steps)
        .extracting(PlannedStep::call)
        .noneMatch(call -> call.contains("dataflow") || call.contains("storage.buckets.insert"));
  }

  /** A run goes on where the files are not: their texts stand in its plan. */
  @Test
  void keepsTheTextsOfItsFiles() throws Exception {
    var plan = PlanFile.read(RECORDED);
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    assertThat(plan.rewrite().orElseThrow().affected().orElseThrow()).endsWith("its line.");
    var counting = RewriteSql.stable(plan, TypeDays.of(plan.cells().get(0)));
    assertThat(counting).contains("its line.\n    ) AS n_affected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\tb", "SELECT 'ü' -- ${source}\n  , \"${day}\" # x: y",
            "'${source}'\n\n'${day}' \\ : - [",
        "- ${source}\n? ${day}\n  # none", "${source} ${day}  \n  indented   \n",
            "${source}${day}\r\nx"
      })
  void writesWhateverTextsItReads(String sql) throws Exception {
    Files.writeString(folder.resolve("a.sql"), sql + "\n${source} ${day}");
    var plan = file("rewrite: { query: a.sql, mode: any }");
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
  }

  private Plan file(String rewrite) throws Exception {
    return PlanFile.read(Files.writeString(folder.resolve("plan.yaml"), BASE + rewrite));
  }

  @Test
  void fillsTheTwoPlaceholdersAndAddsNothing() {
    var rewrite =
        new Rewrite(
            "SELECT 1 FROM ${source}, `${source}` WHERE '${day}'",
            java.util.Optional.empty(),
            Rewrite.Mode.ANY);
    var table = new ProductionTable(new TableName("shared-prod", "d", "t"));
    assertThat(rewrite.query(table, java.time.LocalDate.of(2020, 4, 14)))
        .isEqualTo("SELECT 1 FROM `shared-prod.d.t`, `shared-prod.d.t` WHERE '2020-04-14'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "dataflow: { read: export }|dataflow|belongs to the playbook replay or reprocess, and this plan is a rewrite",
        "schemas: gs://a/b.tar.gz|schemas|belongs to the playbook replay or reprocess, and this plan is a rewrite",
        "stage: { slices: 2 }|stage|belongs to the playbook replay or reprocess, and this plan is a rewrite",
        "finalize: { backup_days: 0 }|finalize.backup_days|'0' is not a number of days",
        "finalize: { backup_days: 7, backup: false }|finalize.backup_days|there is no backup",
        "finalize: { mode: append }|finalize.mode|'append' is not offered",
      })
  void namesWhatDoesNotBelong(String line, String field, String words) {
    assertThat(problem(BASE + WHOLE + line, field)).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rewrite: { mode: drop, affected_sql: bad }|rewrite.query|is missing",
        "rewrite: { mode: drop, query_sql: SQL }|rewrite.affected|is missing; mode drop",
        "rewrite: { mode: replace, query_sql: SQL }|rewrite.affected|is missing; mode replace",
        "rewrite: { query_sql: SQL, affected_sql: bad }|rewrite.mode|is missing; write drop or",
        "rewrite: { mode: keep, query_sql: SQL }|rewrite.mode|'keep' is not offered",
        "rewrite: { mode: any, query_sql: \"${source}\" }|rewrite.query_sql|does not hold ${day}",
        "rewrite: { mode: any, query_sql: \"${day}\" }|rewrite.query_sql|not hold ${source}",
        "rewrite: { mode: any, query_sql: \"${source}${day}${live}\" }|rewrite.query_sql|${live} is",
        "rewrite: { mode: any, query_sql: SQL, query: a.sql }|rewrite.query|stands beside",
        "rewrite: { mode: any, query: a.sql }|rewrite.query|names the file 'a.sql'",
        "rewrite: { mode: any, query_sql: \"${source}${day}\\u202e\" }|rewrite.query_sql|cannot be",
        "rewrite: { mode: any, query_sql: SQL, quary: x }|rewrite.quary|did you mean 'query'",
        "rewrite: drop|rewrite|is not a mapping",
      })
  void namesWhatIsWrong(String line, String field, String words) {
    assertThat(problem(BASE + line.replace("SQL", '"' + SQL + '"'), field)).contains(words);
  }

  @Test
  void aKeyOfARewriteIsNoKeyOfAReplay() {
    var replay = BASE.replace("playbook: rewrite\n", "");
    assertThat(problem(replay + WHOLE, "rewrite"))
        .contains("belongs to the playbook rewrite, and this plan is a replay")
        .contains("take it out, or write playbook: rewrite");
    assertThat(problem(replay + "finalize: { backup_days: 3 }", "finalize.backup_days"))
        .contains("belongs to the playbook rewrite");
  }

  @Test
  void saysWhatStandsInPlaceOfAFile() throws Exception {
    Files.createDirectory(folder.resolve("d"));
    Files.write(folder.resolve("u.sql"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    Files.writeString(folder.resolve("e.sql"), " \n");
    for (var wrong : new String[] {"none.sql", "d", "u.sql", "e.sql"}) {
      var thrown =
          catchThrowableOfType(
              InvalidPlan.class, () -> file("rewrite: { query: " + wrong + ", mode: any }"));
      assertThat(thrown.problems()).as(wrong).extracting(Problem::field).contains("rewrite.query");
      assertThat(thrown.getMessage()).as(wrong).doesNotContain("null");
    }
  }

  private static String problem(String yaml, String field) {
    var thrown = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(yaml));
    assertThat(thrown).as(yaml).isNotNull();
    return thrown.problems().stream()
        .filter(problem -> problem.field().equals(field))
        .map(Problem::line)
        .findFirst()
        .orElseThrow(() -> new AssertionError(thrown.getMessage()));
  }
}
