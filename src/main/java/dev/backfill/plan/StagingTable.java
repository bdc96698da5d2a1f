package dev.backfill.plan;

import java.time.LocalDate;

/** A table of the backfill project: ours to write and to delete. */
public record StagingTable(TableName name) {

  public StagingPartition partition(LocalDate day) {
    return new StagingPartition(this, day);
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
