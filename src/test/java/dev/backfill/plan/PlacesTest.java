package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where workers may be, and what. */
class PlacesTest {
  @ParameterizedTest
  @CsvSource({
    "US, us-central1, ",
    "us, us-east4, ",
    "EU, europe-west1, ",
    "europe-west2, europe-west2, ",
    "US, europe-west1, us-central1",
    "EU, us-central1, europe-west1",
    "eu, asia-east1, europe-west1",
    "europe-west2, europe-west1, europe-west2",
    "asia-northeast1, us-central1, asia-northeast1",
  })
  void holdsARegionAgainstThePlaceOfTheData(String location, String region, String wanted) {
    var apart = Places.apart(location, region);
    assertThat(apart.isPresent()).isEqualTo(wanted != null);
    apart.ifPresent(
        problem ->
            assertThat(problem.line())
                .startsWith("dataflow.region: " + region + " is not where the data is")
                .contains(wanted));
  }

  private static String plan(String flow) {
    return """
        name: test
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14, location: %s
        """
        .formatted(flow);
  }

  @Test
  void plansWhoseWorkersAreAnotherContinentsAreRefused() throws Exception {
    var refused = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(plan("EU }")));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).contains("dataflow.region"));
    PlanFile.read(plan("EU }") + "dataflow: { region: europe-west4 }\n");
  }

  @ParameterizedTest
  @CsvSource({
    "us-central1, n1-standard-2, 0",
    "us-central1, e2-medium, 0",
    "us-central1, n2-custom-4-8192, 0",
    "us-central1, c3-standard-8-lssd, 0",
    "us-north9, n1-standard-2, 1",
    "us-central1, z9-standard-2, 1",
    "us-north9, n1-standart-2, 2",
  })
  void warnsOfWhatIsOnNoList(String region, String machine, int lines) throws Exception {
    var read =
        PlanFile.read(
            plan("US }") + "dataflow: { region: %s, machine: %s }\n".formatted(region, machine));
    assertThat(Places.unlisted(read))
        .hasSize(lines)
        .allMatch(line -> line.contains(Places.AS_OF) && line.startsWith("dataflow."));
  }
}
