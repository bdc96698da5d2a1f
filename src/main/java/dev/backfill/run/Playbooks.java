package dev.backfill.run;

import dev.backfill.journal.Entry;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlaybookId;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Ids;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of run that this version knows: each is a service, see {@link Playbook.Source}. */
public final class Playbooks {
  /** All, in the order of {@link PlaybookId}. */
  public static final List<Playbook> ALL = load();

  /** That of plans and journals which name none. */
  public static final Playbook DEFAULT = of(PlaybookId.REPLAY);

  private Playbooks() {}

  private static List<Playbook> load() {
    var found =
        ServiceLoader.load(Playbook.Source.class, Playbooks.class.getClassLoader()).stream()
            .map(source -> source.get().playbook())
            .collect(Collectors.toMap(Playbook::id, Function.identity()));
    return Arrays.stream(PlaybookId.values())
        .map(PlaybookId::id)
        .filter(found::containsKey)
        .map(found::get)
        .toList();
  }

  /** The playbook of a kind of run. */
  public static Playbook of(PlaybookId id) {
    return ALL.stream()
        .filter(one -> one.id().equals(id.id()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The program is not whole: its playbook "
                        + id
                        + " is missing. Install it anew."));
  }

  /** The playbook of a plan's runs. */
  public static Playbook of(Plan plan) {
    return of(plan.playbook());
  }

  /**
   * The stage of an id, in whichever playbook has it.
   *
   * @throws IllegalArgumentException naming the ids there are
   */
  public static StageKind kind(String id) {
    return Ids.find(
        ALL.stream().flatMap(one -> one.kinds().stream()).distinct().toArray(StageKind[]::new),
        StageKind::id,
        id,
        "No stage is called",
        "The stages are");
  }

  /**
   * What is known of a stage before a run is: a stage of one id is for the same and has the same
   * page in every playbook.
   *
   * @throws IllegalArgumentException when no playbook has it
   */
  public static Stage any(StageKind kind) {
    return ALL.stream()
        .flatMap(one -> one.stages().stream())
        .filter(stage -> stage.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No playbook has a stage " + kind));
  }

  /**
   * The playbook that a run was begun by.
   *
   * @throws JournalException when this version has none of its id: a newer console's
   */
  public static Playbook of(Entry.Opened opened) {
    return ALL.stream()
        .filter(one -> one.id().equals(opened.ofPlaybook()))
        .findFirst()
        .orElseThrow(() -> unknown(opened, "the playbook '" + opened.ofPlaybook() + "'"));
  }

  /** The order of the stages of a journal's run. */
  public static Comparator<StageKind> order(List<Entry> journal) {
    var order = of(RunView.opened(journal)).kinds();
    return Comparator.comparingInt(order::indexOf);
  }

  /** What is said of what this version does not know, and a newer one wrote. */
  static JournalException unknown(Entry.Opened opened, String what) {
    return new JournalException(
        JournalException.Kind.NEWER,
        "Run "
            + opened.run()
            + " was written by a newer console: this version does not know "
            + what
            + ". The run was begun with version "
            + opened.program()
            + ".",
        "Use that version, or the newest that worked on it.",
        null);
  }
}
