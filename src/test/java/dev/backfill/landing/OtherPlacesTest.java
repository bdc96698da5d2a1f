package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.fact.CountFact.Elsewhere;
import dev.backfill.fact.CountFact.Elsewhere.Place;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where else a rewritten day's rows are: counted where it can be, and told where it cannot. */
class OtherPlacesTest {
  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan("mode: drop, affected_sql: bad");
  }

  private void plan(String affected) throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: rewrite
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            rewrite: { query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'", %s }
            """
                .formatted(affected));
    cloud = new FakeCloud(plan).keepingTime();
  }

  @Test
  void countsEachDayOfEachTable() {
    var type = plan.documents().get(0);
    cloud.holding(plan.live(type).name(), plan.days().first(), 40);
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(places(0))
        .extracting(Place::role, Place::rows, Place::same, Place::why)
        .containsExactly(
            row("live", 40L, Optional.of(38L)),
            row("payload_bytes_decoded", 3L, Optional.of(1L)),
            row("payload_bytes_error", 3L, Optional.empty()));
    assertThat(places(1).get(0).rows()).contains(3L);
  }

  private static org.assertj.core.groups.Tuple row(String role, long rows, Optional<Long> same) {
    return org.assertj.core.groups.Tuple.tuple(role, Optional.of(rows), same, Optional.empty());
  }

  @Test
  void affectedOnesAreCountedOnlyWhereThePlanTellsThem() throws Exception {
    plan("mode: any");
    validate();
    assertThat(places(0)).extracting(Place::same).containsOnly(Optional.empty());
  }

  @Test
  void aTableThatIsNotThereKeepsNobody() {
    cloud.tables.remove(plan.live(plan.documents().get(0)).name());
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(places(0).get(0).rows()).isEmpty();
    assertThat(places(0).get(0).why()).contains("there is no such table");
    assertThat(places(0).get(1).rows()).contains(3L);
  }

  @Test
  void aTableThatMayNotBeReadKeepsNobody() {
    refuse(CloudException.Kind.DENIED);
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(places(0).get(2).rows()).isEmpty();
    assertThat(places(0).get(2).why()).hasValueSatisfying(why -> assertThat(why).contains("no"));
  }

  /** What the service did not answer is not what it refused: it is asked again. */
  @Test
  void aServiceThatIsAwayIsWaitedFor() {
    refuse(CloudException.Kind.UNAVAILABLE);
    assertThat(validate()).isEqualTo(Outcome.UNKNOWN);
    assertThat(view().each(StageKind.VALIDATE, Elsewhere.class)).isEmpty();
  }

  private void refuse(CloudException.Kind kind) {
    var errors = plan.productionErrors(plan.documents().get(0)).name().sql();
    cloud.refused =
        sql ->
            sql.contains(errors)
                ? Optional.of(new CloudException(kind, "no answer for you", null))
                : Optional.empty();
  }

  private List<Place> places(int cell) {
    return view().each(StageKind.VALIDATE, Elsewhere.class).get(cell).places();
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private Outcome validate() {
    try (var journal = Journal.open(folder)) {
      return new Engine("r1", plan, cloud.cloud(), journal, Around.in(folder).made())
          .run(null, StageKind.VALIDATE);
    }
  }
}
