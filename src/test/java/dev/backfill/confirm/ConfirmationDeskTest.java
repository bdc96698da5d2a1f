package dev.backfill.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.SteppedClock;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfirmationDeskTest {
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final Fingerprint PRINT =
      new Fingerprint("p", "e", "s", "none", "none", "US", "default", 1, 1, Optional.empty());
  private final SteppedClock clock = new SteppedClock();
  private final ConfirmationDesk desk = new ConfirmationDesk(clock);

  @Test
  void needsTheExactName() {
    var request = request(DAY);
    assertThat(desk.confirm(request, Set.of("yes"))).isEmpty();
    assertThat(desk.confirm(request, Set.of("prod-project:d.t"))).isEmpty();
    assertThat(desk.confirm(request, Set.of("prod-project:d.t$20200414"))).isPresent();
  }

  @Test
  void takesEveryNameOfSeveral() {
    var request = request(DAY, DAY.plusDays(1));
    assertThat(desk.confirm(request, Set.of("prod-project:d.t$20200414"))).isEmpty();
    assertThat(
            desk.confirm(request, Set.of("prod-project:d.t$20200414", "prod-project:d.t$20200415")))
        .isPresent();
    assertThat(desk.confirm(request, Set.of("prod-project: 2 partitions"))).isPresent();
  }

  @Test
  void severalAreNamedInOrder() {
    assertThat(request(DAY.plusDays(1), DAY).named())
        .isEqualTo("prod-project:d.t$20200414, prod-project:d.t$20200415");
  }

  @Test
  void isSpentOnce() {
    var confirmed = desk.confirm(request(DAY), Set.of(request(DAY).phrase())).orElseThrow().get(0);
    assertThat(confirmed.spend().to().day()).isEqualTo(DAY);
    assertThatThrownBy(confirmed::spend)
        .isInstanceOf(StaleConfirmation.class)
        .hasMessageContaining("used before");
  }

  @Test
  void expires() {
    var confirmed = desk.confirm(request(DAY), Set.of(request(DAY).phrase())).orElseThrow().get(0);
    clock.pass(ConfirmationDesk.VALID.plus(Duration.ofMillis(1)));
    assertThatThrownBy(confirmed::spend).hasMessageContaining("expired");
  }

  @Test
  void letsTheRestOfBegunRequestFollow() {
    var request = request(DAY, DAY.plusDays(1));
    var both = desk.confirm(request, Set.of(request.phrase())).orElseThrow();
    both.get(0).spend();
    clock.pass(ConfirmationDesk.VALID.multipliedBy(2));
    assertThat(both.get(1).spend().to().day()).isEqualTo(DAY.plusDays(1));
  }

  private static ConfirmationRequest<ReplacePartition> request(LocalDate... days) {
    var from = new StagingTable(new TableName("backfill-1", "d", "t"));
    var to = new ProductionTable(new TableName("prod-project", "d", "t"));
    return new ConfirmationRequest<>(
        "prod-project",
        List.of(days).stream()
            .map(
                day ->
                    new ReplacePartition(from.partition(day), to.partition(day), 2, PRINT, PRINT))
            .toList());
  }
}
