package dev.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backfill.problem.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
  static final String FOUNDING =
      """
name: main-dedupe-2020-04-14
reason: copy_deduplicate failed on too many duplicates (bug 1630336)
days: { first: 2020-04-14, last: 2020-04-14 }
documents: [ telemetry/main/4 ]
source: { project: moz-fx-data-shared-prod }
target: { project: moz-fx-data-backfill-14, location: US }
schemas: gs://moz-fx-data-prod-dataflow/schemas/202004150152_0d9902a.tar.gz
dataflow: { region: us-central1, workers: { initial: 5, max: 1000 }, machine: n1-standard-2, public_ips: false, read: direct, write: file_loads }
finalize: { mode: overwrite, backup: true, by: self }
""";

  @Test
  void readsTheFoundingPlan() throws InvalidPlan {
    var plan = PlanFile.read(FOUNDING);
    var type = plan.documents().get(0);
    assertThat(plan.cells()).hasSize(1);
    assertThat(plan.decoded(type))
        .hasToString("moz-fx-data-shared-prod:payload_bytes_decoded.telemetry_telemetry__main_v4");
    assertThat(plan.stable(type).partition(plan.days().first()))
        .hasToString("moz-fx-data-shared-prod:telemetry_stable.main_v4$20200414");
    assertThat(plan.dataflow().maxWorkers()).isEqualTo(1000);
    assertThat(plan.finish()).isEqualTo(new Plan.Finalize(true, Plan.By.SELF));
  }

  @Test
  void writesWhatItReads() throws InvalidPlan {
    var plan = PlanFile.read(FOUNDING);
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
  }

  /** By its number production would be no name that a rule for targets knows. */
  @ParameterizedTest
  @ValueSource(strings = {"source", "target"})
  void takesNoProjectByItsNumber(String which) {
    var text =
        FOUNDING.replaceAll(
            which + ": \\{ project: [a-z0-9-]+", which + ": { project: 123456789012");
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text)).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.line())
                    .startsWith(
                        which + ".project: '123456789012' is a project's number; write its id"));
  }

  private static final String WORKERS =
      """
      stage: { slices: 24 }
      dataflow:
        region: us-west1
        service_account: workers@p-1.iam.gserviceaccount.com
        network: projects/host-prod/global/networks/backfills
        subnetwork: https://www.googleapis.com/compute/v1/projects/host-prod/regions/us-west1/subnetworks/s
        kms_key: projects/keys-prod/locations/us-west1/keyRings/r/cryptoKeys/k
        disk_gb: 250
        staging_location: gs://p-1-workers/files
        upload_buffer_mb: 4
        flexrs: true
        service_options: [ enable_prime, max_workflow_runtime_walltime_seconds=3600 ]
        experiments: [ upload_graph ]
        labels: { team: data, cost: "12", empty: }
      """;

  private static String with(String more) {
    return FOUNDING.replaceAll("dataflow: .*\\n", "") + more;
  }

  @Test
  void readsAndWritesSlicesAndWhatWorkersAre() throws InvalidPlan {
    var plan = PlanFile.read(with(WORKERS));
    assertThat(plan.slices()).contains(24);
    var setup = plan.dataflow().setup();
    assertThat(setup.serviceAccount()).contains("workers@p-1.iam.gserviceaccount.com");
    assertThat(setup.diskGb()).contains(250);
    assertThat(setup.stagingBucket()).contains("p-1-workers");
    assertThat(plan.stagesIn("p-1-workers")).isTrue();
    assertThat(setup.uploadBufferMb()).isEqualTo(4);
    assertThat(setup.flexRs()).isTrue();
    assertThat(setup.serviceOptions()).hasSize(2);
    assertThat(setup.labels()).containsEntry("cost", "12").containsEntry("empty", "");
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    var plain = PlanFile.read(FOUNDING);
    assertThat(plain.dataflow().setup()).isEqualTo(WorkerSetup.DEFAULT);
    assertThat(PlanFile.write(plain)).doesNotContain("slices", "upload_buffer", "labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slices: 24 | slices: 5 | stage.slices",
        "slices: 24 | slices: many | stage.slices",
        "p-1.iam.gserviceaccount.com | example.com | dataflow.service_account",
        "networks/backfills | networks/Back' ; touch x | dataflow.network",
        "regions/us-west1/ | regions/us-east1/ | dataflow.subnetwork",
        "locations/us-west1 | locations/global | dataflow.kms_key",
        "gs://p-1-workers/files | gs://p-1-workers/../x | dataflow.staging_location",
        "gs://p-1-workers/files | gs://p-1-workers/a' ; touch x | dataflow.staging_location",
        "gs://p-1-workers/files | gs://p-1-workers/ | dataflow.staging_location",
        "gs://p-1-workers/files | gs://moz-fx-data-prod-dataflow/x | dataflow.staging_location",
        "disk_gb: 250 | disk_gb: 3 | dataflow.disk_gb",
        "disk_gb: 250 | disk_gb: big | dataflow.disk_gb",
        "upload_buffer_mb: 4 | upload_buffer_mb: 0 | dataflow.upload_buffer_mb",
        "flexrs: true | flexrs: soon | dataflow.flexrs",
        "[ enable_prime | [ \"a b\" | dataflow.service_options[0]",
        "[ upload_graph ] | upload_graph | dataflow.experiments",
        "[ upload_graph ] | [ a, a ] | dataflow.experiments[1]",
        "team: data | Team: data | dataflow.labels.Team",
        "team: data | team: Data | dataflow.labels.team",
        "team: data | backfill-run: r1 | dataflow.labels.backfill-run",
        "labels: { | label: { | dataflow.label",
      })
  void namesWhatIsWrongWithSlicesAndWorkers(String right, String wrong, String field) {
    var text = with(WORKERS.replace(right, wrong));
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text)).problems())
        .extracting(Problem::field)
        .containsExactly(field);
  }

  @Test
  void readsAndWritesDaysThatAreNoStretch() throws InvalidPlan {
    var some = "[ 2020-06-01, 2020-04-14, 2020-04-15 ]";
    var plan = PlanFile.read(FOUNDING.replace("{ first: 2020-04-14, last: 2020-04-14 }", some));
    assertThat(plan.days()).hasToString("2020-04-14 to 2020-04-15, 2020-06-01");
    assertThat(plan.cells())
        .extracting(cell -> cell.day().toString())
        .containsExactly("2020-04-14", "2020-04-15", "2020-06-01");
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    var unbroken = FOUNDING.replace("{ first: 2020-04-14, last: 2020-04-14 }", "[2020-04-14]");
    assertThat(PlanFile.write(PlanFile.read(unbroken))).contains("first: 2020-04-14");
  }

  @Test
  void takesAPlanWithoutPlaybookForAReplay() throws InvalidPlan {
    var plan = PlanFile.read(FOUNDING);
    assertThat(plan.playbook()).isEqualTo(PlaybookId.REPLAY);
    assertThat(PlanFile.write(plan)).doesNotContain("playbook");
    assertThat(PlanFile.read("playbook: replay\n" + FOUNDING)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replai", "REPLAY", "of-the-future", "{ id: replay }"})
  void refusesAPlaybookThatItDoesNotHave(String word) {
    var text = "playbook: " + word + "\n" + FOUNDING;
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text)).problems())
        .extracting(Problem::field)
        .containsExactly("playbook");
    if (!word.startsWith("{")) {
      assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text)))
          .hasMessage(
              "playbook: '"
                  + word
                  + "' is no playbook that this version has; write "
                  + String.join(" or ", PlaybookId.ids()));
    }
  }

  @ParameterizedTest
  @EnumSource(PlaybookId.class)
  void everyPlaybookLandsAsItsPlansMaySay(PlaybookId playbook) {
    assertThat(PlanKeys.in("", Optional.of(playbook)))
        .contains("playbook", "name", "days", "documents", "finalize");
    assertThat(playbook.has("name")).isTrue();
    assertThat(playbook.mode().id()).isIn("overwrite", "append");
  }

  @Test
  void knowsWhoseAKeyIsThatIsNotEverybodys() {
    assertThat(PlanKeys.owners("dataflow.workers.max"))
        .containsExactly(PlaybookId.REPLAY, PlaybookId.REPROCESS);
    assertThat(PlanKeys.owners("errors.messages")).containsExactly(PlaybookId.REPROCESS);
    assertThat(PlanKeys.owners("finalize.by")).containsExactly(PlaybookId.values());
    assertThat(PlanKeys.has("dataflow.workers.max")).isTrue();
    assertThat(PlanKeys.has("dataflow.workers.most")).isFalse();
    assertThat(PlanKeys.has("dataflaw")).isFalse();
    assertThat(PlanKeys.isOthers("errors", PlaybookId.REPLAY))
        .isEqualTo("belongs to the playbook reprocess, and this plan is a replay");
  }

  @Test
  void namesEachWrongDayOfAList() {
    var some = "[ 2020-04-14, 14.4.2020, 2020-04-14, { first: 2020-04-14 } ]";
    var text = FOUNDING.replace("{ first: 2020-04-14, last: 2020-04-14 }", some);
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text)).problems())
        .extracting(Problem::field)
        .containsExactly("days[1]", "days[2]", "days[3]");
    var none = FOUNDING.replace("{ first: 2020-04-14, last: 2020-04-14 }", "[]");
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(none)))
        .hasMessage("days: is empty; list days, or write { first: …, last: … }");
  }

  @Test
  void takesAPlanWithoutSchemas() throws InvalidPlan {
    var plan = PlanFile.read(FOUNDING.replaceFirst("schemas: .*\n", ""));
    assertThat(plan.schemas()).isEmpty();
    assertThat(PlanFile.write(plan)).doesNotContain("schemas");
    assertThat(PlanFile.read(PlanFile.write(plan))).isEqualTo(plan);
    assertThat(PlanFile.read(FOUNDING.replaceFirst("schemas: .*", "schemas:")).schemas()).isEmpty();
    var wrong = FOUNDING.replaceFirst("schemas: .*", "schemas: /tmp/a.zip");
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(wrong)))
        .hasMessageContaining("schemas: '/tmp/a.zip' is not gs://bucket/….tar.gz");
  }

  @Test
  void showsManyStretchesAsTheirNumber() {
    var first = java.time.LocalDate.of(2020, 1, 1);
    var days = java.util.stream.IntStream.range(0, 8).mapToObj(i -> first.plusDays(2L * i));
    assertThat(new Days(days.toList()))
        .hasToString(
            "2020-01-01, 2020-01-03, 2020-01-05, 2020-01-07 and 4 more days until 2020-01-15");
  }

  @Test
  void derivesStructuredNames() {
    var type = DocumentType.parse("org-mozilla-firefox/deletion-request/1");
    assertThat(type.decodedTable())
        .isEqualTo("structured_org_mozilla_firefox__deletion_request_v1");
    assertThat(type.stableDataset()).isEqualTo("org_mozilla_firefox_stable");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    var text =
        FOUNDING
            .replace("last: 2020-04-14", "last: 2020-04-13")
            .replace("telemetry/main/4", "main")
            .replace("workers:", "worker:")
            .replace("moz-fx-data-backfill-14", "moz-fx-data-shared-prod");
    var failure = catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read(text));
    assertThat(failure.problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "days.last", "documents[0]", "dataflow.worker", "target.project");
    assertThat(failure).hasMessageContaining("did you mean 'workers'?");
  }

  @Test
  void reportsMissingKeysAndBrokenYaml() {
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read("")).problems())
        .extracting(Problem::field)
        .contains("name", "reason", "days.first", "days.last", "documents");
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read("a: [")).problems())
        .hasSize(1);
    assertThat(catchThrowableOfType(InvalidPlan.class, () -> PlanFile.read("- 1")).problems())
        .extracting(Problem::field)
        .containsExactly("plan");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gs://sch`id`/a.tar.gz",
        "gs://Schemas/a.tar.gz",
        "gs://a b/a.tar.gz",
        "gs:///a.tar.gz",
        "gs://$(id)/a.tar.gz",
        "gs://-x/a.tar.gz"
      })
  void refusesASchemaArchiveInWhatIsNoBucket(String archive) {
    var text =
        FOUNDING.replaceAll("schemas: .*", "schemas: '" + Matcher.quoteReplacement(archive) + "'");
    assertThatThrownBy(() -> PlanFile.read(text))
        .isInstanceOf(InvalidPlan.class)
        .hasMessageContaining("schemas: ");
  }
}
