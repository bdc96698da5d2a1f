package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import dev.backfill.stages.TrapSandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are added to production by one job of an id, whoever asks for it and however often. */
@Tag("server")
class AppendedOnceTest {
  private static final long THERE = 5;
  private static final long NEW = 9;

  @TempDir Path folder;
  private TrapSandbox sandbox;
  private Plan plan;
  private Cloud cloud;
  private DocumentType type;
  private StagingPartition from;
  private ProductionPartition to;

  @BeforeEach
  void start() throws Exception {
    sandbox = new TrapSandbox(folder);
    plan = sandbox.plan("adds", 1);
    cloud = sandbox.connect(plan);
    type = plan.documents().get(0);
    from = plan.backfill(type).partition(TrapSandbox.DAY);
    to = plan.stable(type).partition(TrapSandbox.DAY);
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  @Test
  void addsToWhatIsThereAndKeepsIt() {
    var done = cloud.production().append(confirmed(), "a1", Progress.SILENT);
    assertThat(done.rows()).contains(NEW);
    assertThat(rows()).isEqualTo(THERE + NEW);
  }

  /** Both sides are looked at once before, and a job that nobody began is not asked about. */
  @Test
  void asksAboutNoJobThatNeverWas() {
    var confirmed = confirmed();
    sandbox.requests().clear();
    cloud.production().append(confirmed, "a1", Progress.SILENT);
    assertThat(sandbox.requests()).filteredOn(one -> one.contains("/tables/")).hasSize(2);
    assertThat(sandbox.requests())
        .filteredOn(one -> one.contains("/jobs"))
        .first()
        .asString()
        .startsWith("POST ");
  }

  /** The first answer was lost, or a second console asks: what is confirmed is as it was before. */
  @Test
  void aJobThatRanIsTheAnswerToEveryOneOfItsId() {
    var first = confirmed();
    var second = confirmed();
    cloud.production().append(first, "a1", Progress.SILENT);
    var other = sandbox.connect(plan);
    assertThat(other.production().append(second, "a1", Progress.SILENT).rows()).contains(NEW);
    assertThat(other.production().append(confirmed(), "a1", Progress.SILENT).rows()).contains(NEW);
    assertThat(other.production().appended(from, to, "a1", Progress.SILENT)).isPresent();
    assertThat(rows()).isEqualTo(THERE + NEW);
    assertThat(sandbox.copyJobs()).isEqualTo(1);
  }

  @Test
  void anotherIdAddsNothingToAPartitionThatIsNotAsItWasConfirmed() {
    var first = confirmed();
    var second = confirmed();
    cloud.production().append(first, "a1", Progress.SILENT);
    assertThatThrownBy(() -> cloud.production().append(second, "a2", Progress.SILENT))
        .isInstanceOf(DriftedException.class);
    assertThat(rows()).isEqualTo(THERE + NEW);
    assertThat(sandbox.copyJobs()).isEqualTo(1);
  }

  /** What a job did is what it says: one that replaces is no proof of rows that were added. */
  @Test
  void aJobThatReplacesIsNoneThatAdds() {
    var seen = what();
    var replaces = new ReplacePartition(from, to, NEW, seen.staging(), seen.production());
    cloud.production().replace(confirm(replaces), "r1", Progress.SILENT);
    assertThatThrownBy(() -> cloud.production().appended(from, to, "r1", Progress.SILENT))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("does something else than add");
    cloud.production().append(confirmed(), "a1", Progress.SILENT);
    assertThatThrownBy(() -> cloud.production().begun(from, to, "a1", Progress.SILENT))
        .hasMessageContaining("does something else than copy");
    assertThat(rows()).isEqualTo(2 * NEW);
  }

  /** The service itself does not mind the order: an INSERT by position would misplace columns. */
  @Test
  void refusesColumnsInAnotherOrder() throws Exception {
    var seen = what();
    sandbox.drop(from.table().name());
    sandbox.createInAnotherOrder(from.table().name());
    sandbox.add(from.table().name(), TrapSandbox.DAY, 0, (int) NEW);
    var now =
        new AppendPartition(
            from,
            to,
            NEW,
            Fingerprints.take(cloud.warehouse(), from.table().name(), from.day()),
            seen.production());
    assertThatThrownBy(() -> cloud.production().append(confirm(now), "a1", Progress.SILENT))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.PRECONDITION))
        .hasMessageContaining("in its place stands");
    assertThat(rows()).isEqualTo(THERE);
    assertThat(sandbox.copyJobs()).isZero();
  }

  /** Every column of every row, as it was before. */
  @Test
  void itsBackupTakesItBackToTheByte() throws Exception {
    var backup = new StagingTable(new TableName(plan.targetProject(), "backup_r1", "trap"));
    sandbox.create(backup.name());
    var before = dump();
    cloud.staging().backUp(to, backup.partition(to.day()), Optional.empty(), "b1", Progress.SILENT);
    cloud.production().append(confirmed(), "a1", Progress.SILENT);
    assertThat(dump()).hasSize((int) (THERE + NEW)).isNotEqualTo(before);
    var warehouse = cloud.warehouse();
    var undo =
        new RestorePartition(
            backup.partition(to.day()),
            to,
            THERE,
            Fingerprints.take(warehouse, backup.name(), to.day()),
            Fingerprints.take(warehouse, to.table().name(), to.day()));
    cloud.production().restore(confirm(undo), "u1", Progress.SILENT);
    assertThat(dump()).isEqualTo(before);
  }

  private List<String> dump() {
    var sql = "SELECT * FROM " + to.table().name().sql() + " ORDER BY document_id";
    return cloud.warehouse().query(plan.targetProject(), sql, 0, Progress.SILENT).stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void isConfirmedByAPhraseThatConfirmsNothingElse() {
    var adds = what();
    var replaces = new ReplacePartition(from, to, NEW, adds.staging(), adds.production());
    assertThat(adds.phrase()).isEqualTo("append to " + to);
    var desk = new ConfirmationDesk(Clock.systemUTC());
    assertThat(desk.confirm(request(adds), Set.of(replaces.phrase()))).isEmpty();
    assertThat(desk.confirm(request(replaces), Set.of(adds.phrase()))).isEmpty();
    assertThat(adds.rowsAdded()).isEqualTo(NEW);
    assertThat(adds.rowsNow()).isEqualTo(THERE);
  }

  private long rows() {
    return cloud.warehouse().partition(to.table().name(), to.day()).orElseThrow().rows();
  }

  private AppendPartition what() {
    var warehouse = cloud.warehouse();
    return new AppendPartition(
        from,
        to,
        NEW,
        Fingerprints.take(warehouse, from.table().name(), from.day()),
        Fingerprints.take(warehouse, to.table().name(), to.day()));
  }

  private Confirmed<AppendPartition> confirmed() {
    return confirm(what());
  }

  private <D extends Destruction> ConfirmationRequest<D> request(D what) {
    return new ConfirmationRequest<>(plan.sourceProject(), List.of(what));
  }

  private <D extends Destruction> Confirmed<D> confirm(D what) {
    var request = request(what);
    return new ConfirmationDesk(Clock.systemUTC())
        .confirm(request, Set.of(request.phrase()))
        .orElseThrow()
        .get(0);
  }
}
