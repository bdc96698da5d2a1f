package dev.backfill.plan;

import java.time.LocalDate;

/** A table of the production project: read freely, written only through a confirmation. */
public record ProductionTable(TableName name) {

  public ProductionPartition partition(LocalDate day) {
    return new ProductionPartition(this, day);
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
