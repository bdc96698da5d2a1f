package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget of a plan. */
class BudgetPlanTest {
  private static final String PLAN =
      """
      name: test
      reason: a test
      days: [ 2020-04-14 ]
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "budget: { usd: 200, hours: 6 }|200 USD and 6 hours",
        "budget: { usd: 12.5 }|12.5 USD",
        "budget: { hours: 1 }|1 hour",
        "budget: { usd: 0.01, hours: 0.5 }|0.01 USD and 0.5 hours"
      })
  void isReadAndWritten(String yaml, String words) throws Exception {
    var plan = PlanFile.read(PLAN + yaml);
    assertThat(plan.budget().words()).isEqualTo(words);
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
  }

  @Test
  void aPlanWithoutOneIsWrittenAsOlderConsolesReadIt() throws Exception {
    var plan = PlanFile.read(PLAN);
    assertThat(plan.budget()).isEqualTo(Budget.NONE);
    assertThat(PlanFile.write(plan)).doesNotContain("budget");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usd: 0",
        "usd: -1",
        "usd: much",
        "usd: 1e3",
        "usd: 2000000",
        "hours: .inf",
        "hours: [ 6 ]"
      })
  void whatIsNoAmountIsRefusedByItsKey(String amount) {
    assertThatThrownBy(() -> PlanFile.read(PLAN + "budget: { " + amount + " }"))
        .isInstanceOf(InvalidPlan.class)
        .satisfies(
            e ->
                assertThat(((InvalidPlan) e).problems())
                    .singleElement()
                    .satisfies(
                        problem ->
                            assertThat(problem.line())
                                .startsWith("budget." + amount.substring(0, amount.indexOf(':')))
                                .contains("is not an amount; write a number above 0")));
  }

  @Test
  void itsKeysAreItsOwn() {
    assertThatThrownBy(() -> PlanFile.read(PLAN + "budget: { dollars: 5 }"))
        .isInstanceOf(InvalidPlan.class)
        .satisfies(
            e ->
                assertThat(((InvalidPlan) e).problems().get(0).line())
                    .startsWith("budget.dollars: unknown key"));
  }
}
