package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapCeilingTest {
  private static final long MB = 1 << 20;

  private long held = 100 * MB;
  private long lives = 60 * MB;
  private int collections;
  private final HeapCeiling ceiling =
      new HeapCeiling(
          HeapCeiling.LEAST,
          () -> held,
          () -> {
            collections++;
            held = lives;
          });

  @Test
  void collectsOnlyWhatHasGrownBeyondIt() {
    ceiling.look();
    assertThat(collections).isZero();
    held = 300 * MB;
    ceiling.look();
    ceiling.look();
    assertThat(collections).isEqualTo(1);
    assertThat(held).isEqualTo(60 * MB);
  }

  @Test
  void leavesALiveHeapRoomToWork() {
    lives = 400 * MB;
    held = 500 * MB;
    ceiling.look();
    held = 700 * MB;
    ceiling.look();
    assertThat(collections).as("below twice of what lives").isEqualTo(1);
    held = 900 * MB;
    lives = 50 * MB;
    ceiling.look();
    held = 300 * MB;
    ceiling.look();
    assertThat(collections).as("lowered again with what lives").isEqualTo(3);
  }
}
