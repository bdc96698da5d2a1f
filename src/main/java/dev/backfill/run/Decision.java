package dev.backfill.run;

import dev.backfill.plan.Cell;

/** What an operator can say about one cell of a run. */
public sealed interface Decision {
  Cell cell();

  /** Applies the method of the kind that this is. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each kind. */
  interface Visitor<T> {
    T accept(Accept decision);

    T leaveOut(LeaveOut decision);

    T again(Again decision);
  }

  /**
   * What does not pass in the cell is accepted, exactly as it was counted last; a later count that
   * deviates otherwise is not covered.
   *
   * @param reason why, in the operator's words; kept in journal and report
   */
  record Accept(Cell cell, String reason) implements Decision {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.accept(this);
    }
  }

  /**
   * The cell is staged, decoded, counted and copied no more, and holds no other cell.
   *
   * @param reason why, in the operator's words; kept in journal and report
   */
  record LeaveOut(Cell cell, String reason) implements Decision {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.leaveOut(this);
    }
  }

  /** The cell is decoded once more, and taken in again where it was left out. */
  record Again(Cell cell) implements Decision {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.again(this);
    }
  }
}
