package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that a run read or made and that folds, pages and reports are made of. Each kind is a
 * record that writes and reads its own JSON; journals keep it under the kind's topic. Members may
 * be added to a form; one that is renamed or dropped would empty the journals that are kept.
 */
public sealed interface Fact
    permits ActingAs,
        Estimated,
        PermissionAsked,
        LeaseHeld,
        Sent,
        Staged,
        ScopeSeen,
        JobFact,
        CountFact,
        ProductionFact,
        Listed,
        ListedAgain,
        LinesLost,
        UnknownFact {

  /** The word that a journal keeps its kind under. */
  String topic();

  /** What a journal keeps of it. */
  JsonNode json();

  /** Applies the method of the kind that this is. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each kind, or group of kinds that have a visitor of their own. */
  interface Visitor<T> {
    T actingAs(ActingAs fact);

    T estimated(Estimated fact);

    T permission(PermissionAsked fact);

    T lease(LeaseHeld fact);

    T sent(Sent fact);

    T staged(Staged fact);

    T scope(ScopeSeen fact);

    T job(JobFact fact);

    T count(CountFact fact);

    T production(ProductionFact fact);

    T listed(Listed fact);

    T listedAgain(ListedAgain fact);

    T linesLost(LinesLost fact);

    T unknown(UnknownFact fact);
  }

  /**
   * The fact that a journal keeps under a topic. One of a topic that this version does not know is
   * kept as it is.
   *
   * @throws IllegalArgumentException when it is not in its topic's form
   */
  static Fact read(String topic, JsonNode json) {
    var members = new Members(json);
    return switch (topic) {
      case ActingAs.TOPIC -> ActingAs.read(members);
      case Estimated.TOPIC -> Estimated.read(members);
      case PermissionAsked.TOPIC -> PermissionAsked.read(members);
      case LeaseHeld.TOPIC -> LeaseHeld.read(members);
      case Sent.TOPIC -> Sent.read(members);
      case Staged.TOPIC -> Staged.read(members);
      case ScopeSeen.TOPIC -> ScopeSeen.read(members);
      case JobFact.JobStood.TOPIC -> JobFact.JobStood.read(members);
      case JobFact.Workers.TOPIC -> JobFact.Workers.read(members);
      case JobFact.Said.TOPIC -> JobFact.Said.read(members);
      case JobFact.Counters.TOPIC -> JobFact.Counters.read(members);
      case JobMeasured.TOPIC -> JobMeasured.read(members);
      case LoadsSeen.TOPIC -> LoadsSeen.read(members);
      case JobFact.OutsideCounted.TOPIC -> JobFact.OutsideCounted.read(members);
      case CountFact.Fingerprinted.TOPIC -> CountFact.Fingerprinted.read(members);
      case CountFact.Counted.TOPIC -> CountFact.Counted.read(members);
      case CountFact.ErrorsGrouped.TOPIC -> CountFact.ErrorsGrouped.read(members);
      case CountFact.Scoped.TOPIC -> CountFact.Scoped.read(members);
      case CountFact.Elsewhere.TOPIC -> CountFact.Elsewhere.read(members);
      case ProductionFact.BackedUp.TOPIC -> ProductionFact.BackedUp.read(members);
      case ProductionFact.Copied.TOPIC -> ProductionFact.Copied.read(members);
      case ProductionFact.Restored.TOPIC -> ProductionFact.Restored.read(members);
      case ProductionFact.PacketMade.TOPIC -> ProductionFact.PacketMade.read(members);
      case ProductionFact.ErrorsDeleted.TOPIC -> ProductionFact.ErrorsDeleted.read(members);
      case ProductionFact.ErrorsReturned.TOPIC -> ProductionFact.ErrorsReturned.read(members);
      case ProductionFact.Drifted.TOPIC -> ProductionFact.Drifted.read(members);
      case Listed.TOPIC -> Listed.read(members);
      case ListedAgain.TOPIC -> ListedAgain.read(members);
      case LinesLost.TOPIC -> LinesLost.read(members);
      default -> new UnknownFact(topic, json);
    };
  }
}
