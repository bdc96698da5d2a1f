package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.part.Texts;

/** Asks a cloud what it has for a plan, beside whatever run is under way; changes nothing. */
final class Asking implements AutoCloseable {
  private final Clouds clouds;
  private final RunModel model;
  private final Teller teller;
  private final Lane lane = new Lane("ask");

  Asking(Clouds clouds, Teller teller) {
    this.clouds = clouds;
    this.model = teller.model();
    this.teller = teller;
  }

  /** Asks; on the window's thread. What is found stands in the model then. */
  void ask(Plan plan, Clouds.Place place) {
    model.asking().set(true);
    lane.execute(
        () -> {
          teller.guard("ask", () -> inquire(plan, place));
          teller.window().execute(() -> model.asking().set(false));
        });
  }

  private void inquire(Plan plan, Clouds.Place place) throws Exception {
    teller.say(Texts.of("run.opening." + Texts.word(place)));
    var opened = clouds.open(place, plan);
    try (var resources = opened.resources()) {
      var asked = new Inquiry(opened.cloud(), plan).ask();
      teller.window().execute(() -> model.asked().set(asked));
      teller.say(Texts.of("project.found", asked.types().size(), plan.sourceProject()));
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
