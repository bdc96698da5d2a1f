package dev.backfill.landing;

import dev.backfill.confirm.Operator;
import dev.backfill.fact.ActingAs;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Production;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Standing;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.stage.StepResult.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the copying to someone else: writes the packet, waits for the word that it was executed,
 * and believes only what it reads afterwards.
 */
public final class HandOver {
  /** The subject of the step that writes the packet. */
  static final String PACKET = "packet";

  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  private final Steps steps;
  private final Operator operator;

  public HandOver(Steps steps, Operator operator) {
    this.steps = steps;
    this.operator = operator;
  }

  /** What was handed over and is awaited; empty when nothing is, or the packet has expired. */
  public Optional<Packet> open() {
    return steps
        .view()
        .newest(Role.LANDS, ProductionFact.PacketMade.class)
        .flatMap(made -> read(Path.of(made.file()), made.digest()));
  }

  /** Waits for the word about an open packet, then reads what became of its partitions. */
  public StepResult await(Packet packet, List<Cell> open) {
    if (!operator.executed().contains(packet.digest())) {
      return steps.now().isAfter(packet.expires())
          ? Refused.of(
              Problem.of(
                      "The packet " + packet.digest() + " has expired at " + packet.expires() + ".",
                      "Validate again to make another.")
                  .with(BackTo.VALIDATE))
          : waiting(packet);
    }
    steps.agreed("executed " + packet.digest(), packet.commands());
    var results = new StepResults();
    var isOpen = Set.copyOf(open);
    for (var item : packet.items()) {
      if (isOpen.contains(item.cell())) {
        results.add(steps.once(Production.subject(steps.plan(), item.cell()), () -> read(item)));
      }
    }
    return results.whole(packet.items().size() + " partitions copied by others, and read");
  }

  /** Writes a packet for these cells. */
  public StepResult hand(List<Cell> cells, Gate gate) {
    var items = new ArrayList<Packet.Item>();
    for (var cell : cells) {
      var seen = gate.seen(cell);
      var job = steps.jobOf(Production.subject(steps.plan(), cell));
      items.add(new Packet.Item(cell, seen.rows(), job, seen.staging(), seen.production()));
    }
    var packet =
        Packet.of(
            steps.run(),
            steps.cloud().description(),
            steps.view().actingAs().map(ActingAs::text),
            steps.plan(),
            items,
            CellValidation.of(steps.view()),
            notCopied(steps.view()),
            Hazards.of(steps.view()),
            steps.now());
    var written = steps.look(PACKET, () -> write(packet));
    return written.succeeded() ? waiting(packet) : written;
  }

  private static Map<Cell, String> notCopied(RunView view) {
    var left = new LinkedHashMap<Cell, String>();
    var due = Set.copyOf(CellValidation.due(view));
    for (var cell : view.plan().cells()) {
      view.leftOut(cell).ifPresent(why -> left.put(cell, "Left out: " + why));
      if (view.leftOut(cell).isEmpty() && !due.contains(cell)) {
        left.put(cell, Standing.nothing(view.plan()));
      }
    }
    return left;
  }

  private StepResult write(Packet packet) {
    var file = steps.folder().resolve("hand-over-" + packet.digest() + ".json").toAbsolutePath();
    try {
      packet.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    steps.note(
        new ProductionFact.PacketMade(
            file.toString(), packet.digest(), packet.expires(), packet.commands()));
    return new Done(file + ", digest " + packet.digest());
  }

  private static Stopped waiting(Packet packet) {
    return Stopped.of(
        Problem.of(
                "Handed over until " + packet.expires() + ".",
                "When its commands were executed, resume with its digest " + packet.digest() + ".")
            .under(packet.commands())
            .with(Action.handedOver(packet.digest())));
  }

  private StepResult read(Packet.Item item) {
    var before = item.production();
    return Landing.of(steps.plan())
        .read(
            steps.cloud(),
            item.cell(),
            item.rows(),
            before,
            now ->
                steps.note(
                    new ProductionFact.Copied(
                        item.cell().key(), item.job(), Optional.of(before), now)))
        .<StepResult>map(Refused::of)
        .orElseGet(() -> new Done(item.rows() + " rows, copied by others and read"));
  }

  /** The packet that was handed over; one that was changed since is handed over anew. */
  private static Optional<Packet> read(Path file, String digest) {
    try {
      return Optional.of(Packet.read(file)).filter(packet -> packet.digest().equals(digest));
    } catch (IllegalArgumentException | IOException e) {
      LOG.warn("The packet {} is not there as it was handed over", file, e);
      return Optional.empty();
    }
  }
}
