package dev.backfill.run;

/**
 * How far a stage is: of the steps that it declares, how many came to a good end.
 *
 * @param all 0 before the stage was begun
 */
public record StepCount(int done, int all) {
  /** Of a stage that was not begun. */
  public static final StepCount NONE = new StepCount(0, 0);

  /** From 0 to 1; 0 where nothing is known. */
  public double share() {
    return all == 0 ? 0 : (double) done / all;
  }
}
