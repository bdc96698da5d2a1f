package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.CountFact.Elsewhere;
import dev.backfill.fact.CountFact.Elsewhere.Place;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a rewrite's operator is told beforehand: sums over days, and nothing where nothing is. */
class HazardsTest {
  private static final Instant NOW = Instant.parse("2020-04-17T03:00:00Z");
  private static final String DAY = "telemetry/main/4@2020-04-1";
  private static final String LIVE = "shared-prod.telemetry_live.main_v4";
  private static final String PBD = "shared-prod.payload_bytes_decoded.main_v4";
  private static final String ERRORS = "shared-prod.payload_bytes_error.telemetry";

  private final List<Entry> entries = new ArrayList<>();
  private String more = "finalize: { backup: false }";

  @Test
  void sumsUpWhatEachDayHolds() {
    found("4", new Place("live", LIVE, rows(1_200), rows(30), none()));
    found("5", new Place("live", LIVE, rows(0), rows(0), none()));
    found("6", new Place("live", LIVE, rows(34), rows(7), none()));
    assertThat(hazards())
        .containsExactly(
            LIVE
                + " still has 1,234 rows of 2 days (2020-04-14 to 2020-04-16), 37 of affected"
                + " documents: running the daily deduplication of such a day again brings the old"
                + " rows back.");
  }

  /** A cell that was looked at anew counts as it is now. */
  @Test
  void theNewestLookCounts() {
    found("4", new Place("live", LIVE, rows(5), none(), none()));
    found("4", new Place("live", LIVE, rows(0), none(), none()));
    assertThat(hazards()).isEmpty();
  }

  @Test
  void rowsElsewhereMatterWhereSomeAreAffectedOrNobodyKnows() {
    found(
        "4",
        new Place("pbd", PBD, rows(9), rows(0), none()),
        new Place("error", ERRORS, rows(3), none(), none()));
    assertThat(hazards())
        .containsExactly(
            ERRORS
                + " still has 3 rows of 1 day (2020-04-14); which of them are affected cannot be"
                + " asked by id.");
    found("4", new Place("pbd", PBD, rows(9), rows(1), none()));
    assertThat(hazards())
        .containsExactly(PBD + " still has 9 rows of 1 day (2020-04-14), 1 of affected documents.");
  }

  @Test
  void saysOnceWhyATableCouldNotBeAsked() {
    for (var day : List.of("4", "5")) {
      found(day, new Place("pbd", PBD, Optional.empty(), none(), Optional.of("no such field")));
    }
    assertThat(hazards())
        .containsExactly(PBD + " could not be asked for the same rows: no such field");
  }

  @Test
  void aDayThatIsLeftOutIsNotOverwritten() {
    found("4", new Place("live", LIVE, rows(5), rows(5), none()));
    entries.add(new Entry.LeftOut(NOW, DAY + "4", "its payloads are lost"));
    assertThat(hazards()).isEmpty();
  }

  @Test
  void tellsHowLongTheBackupKeepsWhatIsTakenOut() {
    more = "";
    assertThat(view()).singleElement().asString().contains("until cleanup. Where");
    more = "finalize: { backup_days: 3 }";
    assertThat(view()).singleElement().asString().contains("until cleanup, at most until 3 days");
    more = "finalize: { keep_backup: true }";
    assertThat(view()).singleElement().asString().contains("until someone deletes it");
    more = "finalize: { keep_backup: true, backup_days: 3 }";
    assertThat(view()).singleElement().asString().contains("until 3 days after it is made");
    more = "finalize: { backup: false }";
    assertThat(view()).singleElement().asString().contains("makes no backup", "time travel");
  }

  private static Optional<Long> rows(long n) {
    return Optional.of(n);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private void found(String day, Place... places) {
    entries.add(
        new Entry.Observed(NOW, StageKind.VALIDATE, new Elsewhere(DAY + day, List.of(places))));
  }

  /** Without the last, which is the backup's. */
  private List<String> hazards() {
    var all = view();
    return all.subList(0, all.size() - 1);
  }

  private List<String> view() {
    var all = new ArrayList<Entry>();
    all.add(
        new Entry.Opened(
            NOW,
            "r1",
            "0.1.0",
            "a sandbox",
            """
            playbook: rewrite
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-16 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            rewrite: { mode: drop, affected_sql: bad, query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}' AND NOT bad" }
            """
                + more
                + "\n"));
    all.addAll(entries);
    return Hazards.of(RunView.of(all));
  }
}
