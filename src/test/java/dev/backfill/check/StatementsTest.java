package dev.backfill.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The counting statements of each playbook, held against the text that was last read by somebody: a
 * change of one shows as a change of {@code src/test/resources/statements}. {@code
 * -Dstatements.write=true} writes these anew.
 */
class StatementsTest {
  private static final Path KEPT = Path.of("src/test/resources/statements");

  @Test
  void ofAReplay() throws Exception {
    is("replay.sql", plan(""));
  }

  @Test
  void ofDocumentsThatWereRejected() throws Exception {
    is(
        "reprocess.sql",
        plan(
            """
            playbook: reprocess
            errors:
              messages: [ "%expected maxLength: 100%", "%it's%" ]
            finalize: { mode: append }
            deduplicate: { later_days: 2 }
            """));
  }

  @Test
  void ofRowsThatAreDropped() throws Exception {
    is(
        "rewrite-drop.sql",
        plan(
            """
            playbook: rewrite
            rewrite:
              query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'"
              affected_sql: "sample_id < 10 -- a tenth"
              mode: drop
            """));
  }

  @Test
  void ofRowsThatAreReplacedByDay() throws Exception {
    is(
        "rewrite-by-day.sql",
        plan(
            """
            playbook: rewrite
            rewrite:
              query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'"
              affected_sql: "submission_timestamp < TIMESTAMP('${day} 12:00:00')"
              mode: replace
            """));
  }

  @Test
  void ofAnyRewrite() throws Exception {
    is(
        "rewrite-any.sql",
        plan(
            """
            playbook: rewrite
            rewrite:
              query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'"
              mode: any
            """));
  }

  private static void is(String file, Plan plan) throws Exception {
    var text = String.join("\n", statements(plan));
    var kept = KEPT.resolve(file);
    if (Boolean.getBoolean("statements.write")) {
      Files.createDirectories(KEPT);
      Files.writeString(kept, text);
    }
    assertThat(text).isEqualTo(Files.readString(kept));
  }

  /** Of three days with a gap, one after the other, each below what it is for. */
  private static List<String> statements(Plan plan) {
    var texts = new ArrayList<String>();
    var type = plan.documents().get(0);
    var days = TypeDays.of(type, plan.days().list());
    CountQuery.of(plan).forEach(query -> add(texts, query.of(plan, type), days));
    switch (plan.playbook()) {
      case REPLAY -> {
        add(texts, CountQuery.errorMessages(plan), days);
        var cell = plan.cells().get(0);
        texts.add("-- by hour\n" + CountsSql.hours(plan.live(type).name(), cell));
        texts.add("-- by channel\n" + CountsSql.channels(plan.stable(type).name(), cell));
      }
      case REPROCESS -> ScopeSql.all(plan, type).forEach(sql -> texts.add("-- scope\n" + sql));
      case REWRITE -> {
        add(texts, RewriteSql.elsewhere(plan, "live", plan.live(type).name()), days);
        add(texts, RewriteSql.errors(plan, "errors", plan.rejected(type).name()), days);
      }
    }
    return texts;
  }

  private static void add(List<String> texts, DailyQuery query, TypeDays days) {
    var reads = query.tables() == 1 ? "a table" : query.tables() + " tables";
    query
        .statements(days)
        .forEach(sql -> texts.add("-- " + query.purpose() + ", reads " + reads + "\n" + sql));
  }

  private static Plan plan(String more) throws Exception {
    return PlanFile.read(
        """
        name: statements
        reason: a test
        days: [ 2020-04-13, 2020-04-14, 2020-04-17 ]
        documents: [ telemetry/main/4 ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14 }
        """
            + more);
  }
}
