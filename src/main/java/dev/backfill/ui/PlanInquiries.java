package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.survey.Estimates;
import dev.backfill.survey.Rates;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.PlanFindings;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** Asks a cloud what it has for a plan, beside whatever run is under way; changes nothing. */
final class PlanInquiries implements AutoCloseable {
  private final Clouds clouds;
  private final RunModel model;
  private final Teller teller;
  private final Rates rates;
  private final OwnThread lane = new OwnThread("ask");
  private final ObjectProperty<Clouds.Place> place =
      new SimpleObjectProperty<>(Clouds.Place.SANDBOX);

  PlanInquiries(Clouds clouds, Teller teller, Rates rates) {
    this.clouds = clouds;
    this.model = teller.model();
    this.teller = teller;
    this.rates = rates;
    place.addListener((p, was, now) -> forget());
  }

  /** Where the draft is to run; what another place said of it is forgotten. */
  ObjectProperty<Clouds.Place> place() {
    return place;
  }

  private void forget() {
    model.asked().set(null);
    model.failure().set(Failure.NONE);
    model.notice().set("");
  }

  /** Asks; on the window's thread. What is found stands in the model then. */
  void ask(Plan plan, Clouds.Place asked) {
    model.asking().set(true);
    lane.execute(
        () -> {
          teller.guard("ask", () -> inquire(plan, asked));
          teller.window().execute(() -> model.asking().set(false));
        });
  }

  private void inquire(Plan plan, Clouds.Place at) throws Exception {
    teller.say(Texts.of("run.opening." + Texts.word(at)));
    var opened = clouds.open(at, plan);
    try (var resources = opened.resources()) {
      var estimates = new Estimates(rates, at == Clouds.Place.SANDBOX);
      var asked = new Inquiry(opened.cloud(), plan, estimates).ask();
      teller.window().execute(() -> take(asked, at));
    }
  }

  /** What another place says than is chosen by now tells nothing of the draft. */
  private void take(PlanFindings asked, Clouds.Place from) {
    if (from == place.get()) {
      model.asked().set(asked);
      model.say(Texts.of("project.found", asked.types().size(), asked.plan().sourceProject()));
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
