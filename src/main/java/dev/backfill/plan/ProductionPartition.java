package dev.backfill.plan;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** One day (UTC) of a production table; its decorator is made here and nowhere else. */
public record ProductionPartition(ProductionTable table, LocalDate day) {

  /** The table's name with its decorator, for example {@code main_v4$20200414}. */
  public String decorated() {
    return table.name().table() + "$" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** The full name with its decorator, as an operator types it. */
  @Override
  public String toString() {
    return table.name().datasetName() + "." + decorated();
  }
}
