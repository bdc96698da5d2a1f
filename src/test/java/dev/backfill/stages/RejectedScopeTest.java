package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.ScopeSeen;
import dev.backfill.run.RejectedScope;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a filter catches and leaves out, of every type together and of one. */
class RejectedScopeTest {
  private static final LocalDate FIRST = LocalDate.parse("2020-04-14");

  private final RejectedScope scope =
      new RejectedScope(
          List.of(FIRST, FIRST.plusDays(1)),
          Map.of(
              RejectedScope.subject("a/b/1"),
              seen("a/b/1", new ScopeSeen.Day(FIRST, true, 5, 8), 5),
              RejectedScope.subject("a/c/1"),
              seen("a/c/1", new ScopeSeen.Day(FIRST, true, 2, 2), 1)));

  private static ScopeSeen seen(String type, ScopeSeen.Day day, long rows) {
    return new ScopeSeen(
        type,
        List.of(day, new ScopeSeen.Day(FIRST.minusDays(1), false, 4, 5)),
        List.of(
            new ScopeSeen.Group("P", "X", "same", rows),
            new ScopeSeen.Group("P", "X", "of " + type, 4)),
        List.of(new ScopeSeen.Group("P", "Y", "same", 3)));
  }

  @Test
  void addsTheTypesOfADayAndShowsThoseWithoutAny() {
    assertThat(scope.days())
        .containsExactly(
            new RejectedScope.Day(FIRST.minusDays(1), false, 8, 2),
            new RejectedScope.Day(FIRST, true, 7, 3),
            new RejectedScope.Day(FIRST.plusDays(1), true, 0, 0));
    assertThat(scope.brief())
        .isEqualTo(
            "The filter catches 7 rejected documents on 1 day and leaves out 3 others; it would"
                + " catch 8 more on days that the plan does not name");
  }

  @Test
  void groupsMessagesOfEveryTypeByTheirOwnKind() {
    assertThat(scope.caughtMessages())
        .extracting(group -> group.message() + " " + group.rows())
        .containsExactly("same 6", "of a/b/1 4", "of a/c/1 4");
    assertThat(scope.leftMessages()).containsExactly(new ScopeSeen.Group("P", "Y", "same", 6));
  }

  @Test
  void showsOneTypeAlone() {
    var one = scope.only(RejectedScope.subject("a/c/1"));
    assertThat(one.caught()).isEqualTo(2);
    assertThat(one.left()).isZero();
    assertThat(one.outside()).isEqualTo(4);
    assertThat(scope.only("rejected documents of another").isEmpty()).isTrue();
    assertThat(scope.only("rejected documents of another").days()).isEmpty();
  }
}
