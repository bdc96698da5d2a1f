package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code plan --estimate}, on a sandbox and without any cloud. */
@Tag("server")
class PlanEstimateTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLAN =
      """
      name: test
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-15 }
      documents: [ telemetry/core/10 ]
      source: { project: moz-fx-data-shared-prod }
      target: { project: moz-fx-data-backfill-14 }
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String more(PlaybookId playbook) {
    return switch (playbook) {
      case REPLAY -> "";
      case REWRITE ->
          """
          playbook: rewrite
          rewrite: { query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'", mode: any }
          """;
      case REPROCESS ->
          """
          playbook: reprocess
          errors: { messages: [ "%x%" ] }
          """;
    };
  }

  private int run(String... words) {
    var none = new ByteArrayInputStream(new byte[0]);
    return Main.commandLine(new Streams(none, Streams.utf8(out), Streams.utf8(err))).execute(words);
  }

  private static void fill(Sandbox sandbox, Plan plan) throws Exception {
    sandbox.fill(
        plan.sourceProject(),
        new GeneratedDocuments(new Generator(1, 0.05), plan.documents(), plan.days().list(), 40),
        SeedArchive.of(Optional.empty()),
        "gs://schemas/a.tar.gz",
        FillOptions.state(plan.playbook()));
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("plan.yaml"), text);
  }

  @ParameterizedTest
  @EnumSource(PlaybookId.class)
  void asksASandboxForTheSizesOfEachPlaybook(PlaybookId playbook) throws Exception {
    var file = file(PLAN + more(playbook));
    var plan = PlanFile.read(file);
    try (var sandbox = Sandbox.start(folder.resolve("sandbox"), 0)) {
      fill(sandbox, plan);
      assertThat(estimate(file, "--endpoint", sandbox.endpoint(), "--json")).isZero();
      var json = json();
      assertThat(json.path("asked").asBoolean()).isTrue();
      assertThat(json.path("sandbox").asBoolean()).isTrue();
      assertThat(json.path("cells").asInt()).isEqualTo(2);
      assertThat(json.path("playbook").asText()).isEqualTo(playbook.id());
      assertThat(json.path("rows").get(2).asDouble()).isBetween(2.0, 200.0);
      for (var sum : json.path("sum")) {
        assertThat(sum.get(0).asDouble()).isLessThanOrEqualTo(sum.get(1).asDouble());
        assertThat(sum.get(1).asDouble()).isLessThanOrEqualTo(sum.get(2).asDouble());
      }
      assertThat(json.path("sum").path("queried_bytes").get(0).asDouble()).isPositive();
      assertThat(stages(json)).contains("preflight", "stage", "validate").endsWith("report");
      assertThat(json.path("assumptions")).isNotEmpty();
      assertThat(sandbox.endpoint()).isNotNull();
    }
  }

  private int estimate(Path file, String... more) {
    var words = new ArrayList<>(List.of("plan", "--estimate", file.toString()));
    words.addAll(List.of("--rates", folder.resolve("rates").toString()));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private JsonNode json() throws Exception {
    return JSON.readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static List<String> stages(JsonNode json) {
    return json.path("stages").findValuesAsText("stage");
  }

  @Test
  void withoutACloudItSaysThatSizesAreAssumed() throws Exception {
    assertThat(estimate(file(PLAN), "--endpoint", "http://127.0.0.1:9")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "Estimate of test, a replay: ",
            "- No cloud was asked: ",
            "- Sizes are assumed: 10 MB to 300 GB a day for a type.",
            "Prices are list prices of ",
            "in all",
            "decode to the bytes of a row");
    assertThat(err).hasToString("");
  }

  @Test
  void usageAndPlansThatCannotBeEstimatedAreTwo() throws Exception {
    assertThat(run("plan", "--check", "a", "--estimate", "b")).isEqualTo(2);
    assertThat(run("plan")).isEqualTo(2);
    assertThat(run("plan", "--check", file(PLAN).toString(), "--json")).isEqualTo(2);
    assertThat(run("plan", "--check", file(PLAN).toString(), "--endpoint", "http://h"))
        .isEqualTo(2);
    out.reset();
    assertThat(estimate(file("nam: x\n"), "--json")).isEqualTo(2);
    assertThat(out).as("no JSON that is none").hasToString("");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nam: unknown key");
    assertThat(estimate(file(PLAN), "--endpoint", "foo")).isEqualTo(2);
  }

  @Test
  void pricesThatCannotBeTakenAreNotPassedOver() throws Exception {
    Files.createDirectories(folder.resolve("rates"));
    Files.writeString(folder.resolve("rates").resolve("prices.json"), "{\"as_of\": 1}");
    assertThat(estimate(file(PLAN), "--endpoint", "http://127.0.0.1:9")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("prices.json", "YYYY-MM-DD");
  }
}
