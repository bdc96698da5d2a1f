package dev.backfill.ui.model;

import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.Problem;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A plan's text while it is edited, with every problem in it. */
public final class PlanModel {
  private final StringProperty text = new SimpleStringProperty("");
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final BooleanProperty valid = new SimpleBooleanProperty();

  public PlanModel(String first) {
    text.addListener((property, before, now) -> check(now));
    text.set(first);
  }

  public StringProperty text() {
    return text;
  }

  public ObservableList<Problem> problems() {
    return problems;
  }

  public BooleanProperty valid() {
    return valid;
  }

  private void check(String yaml) {
    try {
      PlanFile.read(yaml);
      problems.clear();
    } catch (InvalidPlan e) {
      problems.setAll(e.problems());
    }
    valid.set(problems.isEmpty());
  }
}
