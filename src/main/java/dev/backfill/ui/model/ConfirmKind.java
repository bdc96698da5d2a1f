package dev.backfill.ui.model;

import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.ExceedBudget;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.confirm.TakeOver;

/** What the question before a destruction is about. */
public enum ConfirmKind {
  OVERWRITE(0, "confirm.once"),
  UNDO(1, "confirm.restore"),
  DELETE_OWN(2, "confirm.once"),
  EMPTY(3, "confirm.empty"),
  TAKE_OVER(4, "confirm.takeover"),
  DELETE_EVERYTHING(5, "confirm.once"),
  APPEND(6, "confirm.append"),
  EXCEED_BUDGET(7, "confirm.budget"),
  DELETE_ERRORS(8, "confirm.errors");

  private final int number;
  private final String note;

  ConfirmKind(int number, String note) {
    this.number = number;
    this.note = note;
  }

  /** The number by which the texts choose their words. */
  public int number() {
    return number;
  }

  /** Whether it writes a partition of production of which a backup may be kept. */
  public boolean isLanding() {
    return this == OVERWRITE || this == APPEND;
  }

  /** The key of what one should know before. */
  public String note() {
    return note;
  }

  /** The act of a destruction. */
  public static final class Of implements Destruction.Visitor<ConfirmKind> {
    @Override
    public ConfirmKind replace(ReplacePartition what) {
      return OVERWRITE;
    }

    @Override
    public ConfirmKind append(AppendPartition what) {
      return APPEND;
    }

    @Override
    public ConfirmKind restore(RestorePartition what) {
      return UNDO;
    }

    @Override
    public ConfirmKind delete(DeleteInventory what) {
      return switch (what.scope()) {
        case RUN -> DELETE_OWN;
        case EVERYTHING -> DELETE_EVERYTHING;
      };
    }

    @Override
    public ConfirmKind empty(EmptyTables what) {
      return EMPTY;
    }

    @Override
    public ConfirmKind exceedBudget(ExceedBudget what) {
      return EXCEED_BUDGET;
    }

    @Override
    public ConfirmKind deleteErrors(DeleteErrorRows what) {
      return DELETE_ERRORS;
    }

    @Override
    public ConfirmKind takeOver(TakeOver what) {
      return TAKE_OVER;
    }
  }
}
