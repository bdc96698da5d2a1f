package dev.backfill.ui.model;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What is typed against the phrase that must be typed. */
public final class ConfirmModel {
  private final StringProperty phrase = new SimpleStringProperty("");
  private final StringProperty typed = new SimpleStringProperty("");
  private final BooleanBinding agreed =
      Bindings.createBooleanBinding(
          () -> !phrase.get().isEmpty() && phrase.get().equals(typed.get()), phrase, typed);

  /** Asks for another phrase; nothing is typed yet. */
  public void ask(String wanted) {
    typed.set("");
    phrase.set(wanted);
  }

  public StringProperty phrase() {
    return phrase;
  }

  public StringProperty typed() {
    return typed;
  }

  /** True when the phrase was typed to the letter. */
  public BooleanBinding agreed() {
    return agreed;
  }
}
