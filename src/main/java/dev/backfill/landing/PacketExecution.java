package dev.backfill.landing;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CopyDone;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.StaleConfirmation;
import dev.backfill.plan.TableName;
import dev.backfill.problem.Problem;
import dev.backfill.run.NotConfirmed;
import dev.backfill.run.Outcome;
import dev.backfill.text.Amounts;
import dev.backfill.text.ErrorCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * What was copied, and why something was not, or is not proved.
   *
   * @param copied every copy that came to its end, proved or not
   * @param broken how a copy that went wrong ends the execution; empty when none did
   */
  public record Result(List<CopyDone> copied, List<Problem> refused, Optional<Outcome> broken) {
    /** A result of which nothing went wrong but what was refused. */
    public Result(List<CopyDone> copied, List<Problem> refused) {
      this(copied, refused, Optional.empty());
    }

    /** Refused is a packet of which nothing was copied; one of which some was has failed. */
    public Outcome outcome() {
      return broken.orElse(
          refused.isEmpty() ? Outcome.DONE : copied.isEmpty() ? Outcome.REFUSED : Outcome.FAILED);
    }
  }

  /**
   * Copies every partition of the packet, once; those that a former call copied are counted again,
   * one whose job failed is tried under another id. Each is proved by its rows. One that is not as
   * the packet says ends it, and those before it stay copied.
   */
  public Result run(Progress progress) {
    var done = new ArrayList<CopyDone>();
    try {
      return run(progress, done);
    } catch (DriftedException e) {
      return new Result(done, List.of(e.problem()));
    } catch (StaleConfirmation e) {
      return new Result(done, List.of(e.problem()));
    } catch (CloudException e) {
      ErrorCode.log("packet", e);
      var refused = e.kind() == CloudException.Kind.PRECONDITION;
      return new Result(
          done,
          List.of(e.problem()),
          refused
              ? Optional.empty()
              : Optional.of(e.leavesUnknown() ? Outcome.UNKNOWN : Outcome.FAILED));
    }
  }

  private Result run(Progress progress, List<CopyDone> done) {
    if (clock.instant().isAfter(packet.expires())) {
      return refused(
          "The packet has expired at " + Amounts.second(packet.expires()) + ".",
          "Ask for another.");
    }
    if (!packet.cloud().equals(cloud.description())) {
      // What a rehearsal validated was never validated for production.
      return refused(
          "The packet is of a run on "
              + packet.cloud()
              + ", and not on "
              + cloud.description()
              + ".",
          "Execute it there.");
    }
    return run(Landing.of(packet.plan()), progress, done);
  }

  private <D extends Destruction> Result run(
      Landing<D> landing, Progress progress, List<CopyDone> done) {
    var open = new LinkedHashMap<D, Work>();
    for (var item : packet.items()) {
      var work = work(landing, item, progress);
      if (work.former().isPresent()) {
        prove(landing, work, work.former().get(), done);
      } else {
        var staging = asSeen(item.staging(), landing.from(item.cell()).table().name(), item);
        var production = asSeen(item.production(), landing.to(item.cell()).table().name(), item);
        open.put(landing.propose(item.cell(), item.rows(), staging, production), work);
      }
    }
    return open.isEmpty() ? new Result(done, List.of()) : land(landing, open, progress, done);
  }

  private <D extends Destruction> Result land(
      Landing<D> landing, Map<D, Work> open, Progress progress, List<CopyDone> done) {
    var project = packet.plan().sourceProject();
    var request = new ConfirmationRequest<>(project, List.copyOf(open.keySet()));
    var confirmed =
        new ConfirmationDesk(clock).confirm(request, operator.typed(request)).orElse(List.of());
    if (confirmed.isEmpty()) {
      return declined(done, request.named());
    }
    for (var one : confirmed) {
      var work = open.get(one.what());
      prove(landing, work, landing.act(cloud, one, work.job(), progress), done);
    }
    return new Result(done, List.of());
  }

  /**
   * One partition to copy.
   *
   * @param job the id of its job: the packet's, or another where that one failed
   * @param former the copy of a former call
   */
  private record Work(Packet.Item item, String job, Optional<CopyDone> former) {}

  private Work work(Landing<?> landing, Packet.Item item, Progress progress) {
    for (var n = 1; ; n++) {
      var job = n == 1 ? item.job() : item.job() + "-retry-" + n;
      try {
        return new Work(item, job, landing.begun(cloud, item.cell(), job, progress));
      } catch (CloudException e) {
        // A failed job keeps its id for good: the next try needs another.
        if (e.kind() != CloudException.Kind.JOB_FAILED) {
          throw e;
        }
      }
    }
  }

  private void prove(Landing<?> landing, Work work, CopyDone copy, List<CopyDone> done) {
    done.add(copy);
    var item = work.item();
    var before = Optional.of(item.production());
    landing.prove(cloud, item.cell(), copy, item.rows(), before, after -> {});
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

  private Result declined(List<CopyDone> done, String phrases) {
    return operator.isPresent()
        ? new Result(
            done,
            List.of(
                Problem.of(
                    "Cancelled by you. Nothing was overwritten.",
                    "Execute the packet to be asked again.")),
            Optional.of(Outcome.STOPPED))
        : new Result(done, List.of(NotConfirmed.wanting("To confirm", phrases)));
  }

  private static Result refused(String what, String remedy) {
    return new Result(List.of(), List.of(Problem.of(what, remedy)));
  }
}
