package dev.backfill.ui.model;

import dev.backfill.fact.ProductionFact.PacketMade;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What finalize handed over to others, and the word that they executed it. */
public final class HandOverModel {
  private final ObjectProperty<Handed> handed = new SimpleObjectProperty<>();
  private final StringProperty typed = new SimpleStringProperty("");
  private final BooleanBinding given =
      Bindings.createBooleanBinding(
          () -> handed.get() != null && typed.get().strip().equals(handed.get().digest()),
          handed,
          typed);

  /**
   * A packet as the journal tells of it.
   *
   * @param commands the exact commands, quoted for a POSIX shell, one for each partition
   * @param settled whether its partitions were read, and hold what was validated
   */
  public record Handed(
      String file, String digest, Instant expires, List<String> commands, boolean settled) {}

  /** Whether a run leaves the copying to others. */
  public static boolean isHandedOver(RunView view) {
    return view.plan().finish().by() == Plan.By.HAND_OVER;
  }

  /** Takes in the newest packet of a run; another packet forgets what was typed. */
  public void show(RunView view) {
    var now = newest(view).orElse(null);
    if (now == null || handed.get() == null || !now.digest().equals(handed.get().digest())) {
      typed.set("");
    }
    handed.set(now);
  }

  private static Optional<Handed> newest(RunView view) {
    return view.newest(Role.LANDS, PacketMade.class)
        .map(
            made ->
                new Handed(
                    made.file(),
                    made.digest(),
                    made.expires(),
                    made.commands(),
                    view.state(Role.LANDS) == State.DONE));
  }

  /** What was handed over; null before that. */
  public ObjectProperty<Handed> handed() {
    return handed;
  }

  public StringProperty typed() {
    return typed;
  }

  /** True when the digest was typed to the letter. */
  public BooleanBinding given() {
    return given;
  }
}
