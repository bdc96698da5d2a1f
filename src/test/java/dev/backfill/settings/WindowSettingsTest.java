package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.settings.WindowSettings.Place;
import org.junit.jupiter.api.Test;

class WindowSettingsTest {
  private static final Place LAPTOP = new Place(0, 24, 1366, 744);
  private static final Place SECOND = new Place(1366, 0, 1920, 1080);

  @Test
  void whatFitsStaysWhereItWas() {
    var kept = new Place(40, 60, 800, 600);
    assertThat(kept.within(LAPTOP)).isEqualTo(kept);
  }

  @Test
  void aWindowOfALargerScreenIsMadeToFit() {
    assertThat(new Place(100, 10, 1920, 1080).within(LAPTOP)).isEqualTo(LAPTOP);
  }

  @Test
  void aWindowThatHangsOverAnEdgeIsMovedInside() {
    assertThat(new Place(1000, 700, 800, 600).within(LAPTOP))
        .isEqualTo(new Place(566, 168, 800, 600));
    assertThat(new Place(1300, -40, 800, 600).within(SECOND))
        .isEqualTo(new Place(1366, 0, 800, 600));
  }

  @Test
  void aFirstWindowStandsInTheMiddleAndWhole() {
    assertThat(SECOND.middle(1280, 800)).isEqualTo(new Place(1686, 140, 1280, 800));
    assertThat(LAPTOP.middle(1280, 800)).isEqualTo(new Place(43, 24, 1280, 744));
  }
}
