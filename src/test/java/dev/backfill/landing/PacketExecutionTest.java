package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.Operator;
import dev.backfill.plan.Plan;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A packet in the hands of whoever may overwrite production. */
class PacketExecutionTest {
  private Plan plan;
  private FakeCloud cloud;
  private Packet packet;

  @BeforeEach
  void handOver() {
    plan = Packets.plan();
    cloud = Packets.cloud(plan);
    packet = Packets.of(plan, cloud);
  }

  @Test
  void copiesOnceWhatWasTyped() {
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    assertThat(result.copied()).extracting(CopyDone::rows).containsOnly(Optional.of(3L));
    var again = execute(request -> Set.of(), Clock.systemUTC());
    assertThat(again.outcome()).as("nothing is left to ask for").isEqualTo(Outcome.DONE);
    assertThat(cloud.done).hasSize(2);
  }

  @Test
  void changesNothingWithoutThePhrase() {
    var result = execute(request -> Set.of("yes"), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.refused().get(0).line()).contains("telemetry_stable.main_v4$20200414");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void changesNothingAfterItsExpiry() {
    var late = Clock.offset(Clock.systemUTC(), Packet.VALID.plus(Duration.ofMinutes(1)));
    assertThat(execute(request -> Set.of(request.phrase()), late).refused().get(0).line())
        .contains("has expired", "Ask for another");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void refusesAnotherCloudThanThatOfItsRun() {
    var result =
        new PacketExecution(
                packet,
                cloud.cloud("Google Cloud"),
                request -> Set.of(request.phrase()),
                Clock.systemUTC())
            .run(Progress.SILENT);
    assertThat(result.refused().get(0).line()).contains("a run on fake", "not on Google Cloud");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void refusesAPartitionThatSomeoneElseChanged() {
    cloud.changes.put(plan.stable(plan.documents().get(1)).name(), 60);
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.refused().get(0).line())
        .contains("has changed since it was last read", "modified");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void believesNoCopyOfOtherRowsThanThePackets() {
    cloud.afterCopy = what -> cloud.copies.replaceAll((job, done) -> new CopyDone(job, 99));
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.copied()).as("one was copied, and ended it").hasSize(1);
    assertThat(result.refused().get(0).line())
        .contains("received 99 rows in place of the 3 validated", "Undo it");
    assertThat(execute(request -> Set.of(), Clock.systemUTC()).outcome())
        .as("a former copy is proved as well")
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void believesNoPartitionThatHoldsOtherRowsAfterTheCopy() {
    cloud.afterCopy = what -> cloud.writtenByOthers(plan.stable(plan.documents().get(0)), 4);
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.refused().get(0).line()).contains("holds 4 rows in place of the 3 validated");
  }

  @Test
  void takesACopyOfUntoldRowsForUnknown() {
    cloud.afterCopy =
        what -> cloud.copies.replaceAll((job, done) -> new CopyDone(job, Optional.empty()));
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(result.refused().get(0).line()).contains("does not say how many rows", "Resume");
  }

  @Test
  void saysWhatWasCopiedBeforeOneFailedAndTriesThatUnderAnotherId() {
    var copies = new AtomicInteger();
    cloud.before =
        () -> {
          if (copies.incrementAndGet() == 2) {
            throw new CloudException(CloudException.Kind.JOB_FAILED, "Job j failed: no.", null);
          }
        };
    var result = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.refused().get(0).line()).isEqualTo("Job j failed: no.");
    assertThat(result.copied()).hasSize(1);
    cloud.failed.add(Packets.job(plan.cells().get(1)));
    var again = execute(request -> Set.of(request.phrase()), Clock.systemUTC());
    assertThat(again.outcome()).isEqualTo(Outcome.DONE);
    assertThat(again.copied())
        .extracting(CopyDone::jobId)
        .containsExactly(
            Packets.job(plan.cells().get(0)), Packets.job(plan.cells().get(1)) + "-retry-2");
  }

  @Test
  void saysThatItFailedWhenSomeWasCopied() {
    var job = Packets.job(plan.cells().get(0));
    cloud.copies.put(job, new CopyDone(job, 3));
    var result = execute(request -> Set.of(), Clock.systemUTC());
    assertThat(result.copied()).hasSize(1);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
  }

  private PacketExecution.Result execute(Operator operator, Clock clock) {
    return new PacketExecution(packet, cloud.cloud(), operator, clock).run(Progress.SILENT);
  }
}
