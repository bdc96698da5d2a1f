package dev.backfill.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.PlanFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts of cells become one where they differ in names of the cell alone. */
class NamesOfCellsTest {
  private NamesOfCells names;

  @BeforeEach
  void ofTwoTypes() throws Exception {
    names =
        new NamesOfCells(
            PlanFile.read(
                """
                name: names
                reason: a test
                days: { first: 2020-04-13, last: 2020-04-15 }
                documents: [ telemetry/main/4, org-mozilla-fenix/baseline/1 ]
                source: { project: moz-fx-data-shared-prod }
                target: { project: moz-fx-data-backfill-14 }
                """),
            "r1");
  }

  @Test
  void replacesTablesAndTheFirstDayAndCountsOthersFromIt() {
    assertThat(
            names.shared(
                "SELECT 1 FROM `moz-fx-data-shared-prod.telemetry_live.main_v4`"
                    + " WHERE DATE(t) BETWEEN '2020-04-14' AND '2020-04-16' OR d = '2020-04-12'"))
        .isEqualTo(
            "SELECT 1 FROM `moz-fx-data-shared-prod.${live}.${table}`"
                + " WHERE DATE(t) BETWEEN '${day}' AND '${day + 2}' OR d = '${day - 2}'");
  }

  @Test
  void givesOneTextForCellsOfSeveralTypesAndDays() {
    var main =
        names.shared(
            "copy telemetry_stable.main_v4$20200413 where document_type = 'main'"
                + " and document_version = '4'");
    assertThat(main)
        .isEqualTo(
            "copy ${stable}.${table}$${day} where document_type = '${type}'"
                + " and document_version = '${version}'");
    assertThat(
            names.shared(
                "copy org_mozilla_fenix_stable.baseline_v1$20200415 where document_type ="
                    + " 'baseline' and document_version = '1'"))
        .isEqualTo(main);
  }

  @Test
  void replacesATypeWithDashesInAJobsId() {
    var fenix = "bq --job_id='r1-stage-org-mozilla-fenix-baseline-1-2020-04-15-1' query";
    assertThat(names.shared(fenix))
        .isEqualTo("bq --job_id='r1-stage-${document}-${day}-1' query")
        .isEqualTo(names.shared("bq --job_id='r1-stage-telemetry-main-4-2020-04-13-1' query"));
    var other = "bq --job_id='r1-stage-telemetry-main-5-2020-04-13-1' query";
    assertThat(names.shared(other)).as("no type of the plan").contains("-main-5-${day}");
  }

  @Test
  void leavesDaysThatAreNotOfThePlanAndNumbersThatAreNone() {
    for (var text :
        new String[] {
          "until 2019-01-01", "until 20190101", "row 12345678 of 99999999", "id 2020-04-99", "", "$"
        }) {
      assertThat(names.shared(text)).isEqualTo(text);
    }
  }

  @Test
  void answersTheSameHoweverOftenAndAfterHoweverManyOthers() {
    var text = "copy telemetry_stable.main_v4$20200413";
    var first = names.shared(text);
    assertThat(names.shared(text)).isSameAs(first);
    for (var i = 0; i < 20; i++) {
      assertThat(names.shared(text + " try " + i)).isEqualTo(first + " try " + i);
    }
    assertThat(names.shared(text)).isEqualTo(first);
  }
}
