package dev.backfill.run;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.StaleConfirmation;
import dev.backfill.plan.TableName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Executes a packet for whoever was handed it: the same guards, the same typed confirmation. */
public final class PacketExecution {
  private final Packet packet;
  private final Cloud cloud;
  private final Operator operator;
  private final Clock clock;

  /** Makes an execution; nothing is sent. */
  public PacketExecution(Packet packet, Cloud cloud, Operator operator, Clock clock) {
    this.packet = packet;
    this.cloud = cloud;
    this.operator = operator;
    this.clock = clock;
  }

  /** What was copied, and why something was not. */
  public record Result(List<CopyDone> copied, List<String> refused) {
    /** Refused is a packet of which nothing was copied; one of which some was has failed. */
    public Outcome outcome() {
      return refused.isEmpty() ? Outcome.DONE : copied.isEmpty() ? Outcome.REFUSED : Outcome.FAILED;
    }
  }

  /**
   * Copies every partition of the packet, once; those that a former call copied are counted again.
   * One that is not as the packet says ends it, and those before it stay copied.
   *
   * @throws dev.backfill.cloud.CloudException when a copy fails
   */
  public Result run(Progress progress) {
    var done = new ArrayList<CopyDone>();
    try {
      return run(progress, done);
    } catch (DriftedException | StaleConfirmation e) {
      return new Result(done, List.of(e.getMessage()));
    }
  }

  private Result run(Progress progress, List<CopyDone> done) {
    if (clock.instant().isAfter(packet.expires())) {
      return refused("The packet has expired at " + packet.expires() + ". Ask for another.");
    }
    if (!packet.cloud().equals(cloud.description())) {
      // What a rehearsal validated was never validated for production.
      return refused(
          "The packet is of a run on "
              + packet.cloud()
              + ", and not on "
              + cloud.description()
              + ". Execute it there.");
    }
    var plan = packet.plan();
    var open = new LinkedHashMap<ReplacePartition, Packet.Item>();
    for (var item : packet.items()) {
      var from = plan.backfill(item.cell().type()).partition(item.cell().day());
      var to = plan.stable(item.cell().type()).partition(item.cell().day());
      var copied = cloud.production().begun(from, to, item.job(), progress);
      copied.ifPresent(done::add);
      if (copied.isEmpty()) {
        open.put(
            new ReplacePartition(
                from,
                to,
                item.rows(),
                asSeen(item.staging(), from.table().name(), item),
                asSeen(item.production(), to.table().name(), item)),
            item);
      }
    }
    if (open.isEmpty()) {
      return new Result(done, List.of());
    }
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.copyOf(open.keySet()));
    var confirmed =
        new ConfirmationDesk(clock).confirm(request, operator.typed(request)).orElse(List.of());
    if (confirmed.isEmpty()) {
      return new Result(
          done, List.of("Not confirmed. To confirm, name: " + String.join(" ", request.phrases())));
    }
    for (Confirmed<ReplacePartition> one : confirmed) {
      done.add(cloud.production().replace(one, open.get(one.what()).job(), progress));
    }
    return new Result(done, List.of());
  }

  /** What stands there now, when it is what the packet says; other days may have changed. */
  private Fingerprint asSeen(Fingerprint seen, TableName table, Packet.Item item) {
    var now = Fingerprints.take(cloud.warehouse(), table, item.cell().day());
    var changes = seen.changesBesidesEtag(now);
    if (!changes.isEmpty()) {
      throw new DriftedException(seen, now, changes);
    }
    return now;
  }

  private static Result refused(String why) {
    return new Result(List.of(), List.of(why));
  }
}
