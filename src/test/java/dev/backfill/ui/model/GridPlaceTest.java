package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where squares lie. */
class GridPlaceTest {
  @ParameterizedTest
  @CsvSource({
    "2, 2, 1004, 240",
    "12, 107, 1004, 240",
    "300, 31, 1004, 240",
    "300, 31, 640, 160",
    "1, 400, 1004, 240"
  })
  void everySquareIsSeenAndNoTwoLieInOnePlace(int rows, int columns, int width, int height) {
    var place = GridPlace.all(rows, columns, 220, 90, width, height);
    assertThat(place.blocks() * place.perBlock()).isGreaterThanOrEqualTo(rows);
    for (var row = 0; row < rows; row += 7) {
      for (var column = 0; column < columns; column += 5) {
        assertThat(
                place.at(
                    place.x(row, column) + place.pitch() / 2,
                    place.y(row) + place.pitch() / 2,
                    rows,
                    columns))
            .contains(new GridPlace.At(row, column));
      }
    }
  }

  @Test
  void largeSquaresHaveNamesAndSmallOnesAreAllInView() {
    assertThat(GridPlace.all(12, 31, 220, 90, 1004, 400).isNamed()).isTrue();
    var small = GridPlace.all(300, 31, 220, 90, 1004, 240);
    assertThat(small.isNamed()).isFalse();
    assertThat(small.high()).isLessThanOrEqualTo(240);
    assertThat(small.wide()).isLessThanOrEqualTo(1004);
    assertThat(GridPlace.large(300, 31, 220, 90).isNamed()).isTrue();
  }

  @Test
  void longNamesTakeTheRoomThatIsLeft() {
    var place = GridPlace.large(2, 4, 260, 90);
    var wider = place.named(400);
    assertThat(wider.wide() - place.wide()).isEqualTo(140);
    assertThat(wider.at(405, GridPlace.HEAD + 5, 2, 4)).contains(new GridPlace.At(0, 0));
  }

  @Test
  void besideTheSquaresThereIsNone() {
    var place = GridPlace.large(2, 2, 100, 50);
    assertThat(place.at(50, GridPlace.HEAD + 5, 2, 2)).isEmpty();
    assertThat(place.at(105, 5, 2, 2)).isEmpty();
    assertThat(place.at(105, GridPlace.HEAD + 45, 2, 2)).isEmpty();
    assertThat(place.at(-5, GridPlace.HEAD + 5, 2, 2)).isEmpty();
  }
}
