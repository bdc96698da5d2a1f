package dev.backfill.ui.model;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** A document type's place in the job's table; it stays while its figures change. */
public final class TypeRow implements Changing {
  private final ObjectProperty<TypeLine> line;

  TypeRow(TypeLine line) {
    this.line = new SimpleObjectProperty<>(line);
  }

  /** The newest figures. */
  public TypeLine line() {
    return line.get();
  }

  void renew(TypeLine now) {
    line.set(now);
  }

  @Override
  public ObservableValue<TypeLine> version() {
    return line;
  }
}
