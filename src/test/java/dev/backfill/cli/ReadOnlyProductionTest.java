package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.PlanFile;
import dev.backfill.run.Outcome;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever may only read production can do all of a backfill but its end. */
@Tag("job")
@Timeout(300)
class ReadOnlyProductionTest {
  private static final Set<String> READS =
      Set.of(
          "resourcemanager.projects.get",
          "bigquery.datasets.get",
          "bigquery.tables.get",
          "bigquery.tables.getData",
          "bigquery.tables.list",
          "bigquery.readsessions.create",
          "storage.objects.get");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELF | not granted: bigquery.tables.delete (for finalize",
        "HAND_OVER | ",
      })
  void isValidatedByReadingAlone(String by, String lacks) throws Exception {
    var text = PlanFile.write(Stand.PLAN);
    var hand = text.replaceAll("by: \"?self\"?", "by: hand-over");
    assertThat(hand).isNotEqualTo(text);
    var plan =
        Files.writeString(folder.resolve("plan.yaml"), by.equals("SELF") ? text : hand).toString();
    var sent = new CopyOnWriteArrayList<String>();
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0)) {
      fill(sandbox);
      sandbox.permissions().grantOnly(Stand.PLAN.sourceProject(), READS);
      sandbox.witness((method, path) -> sent.add(method + " " + path));
      var before = Stand.production(sandbox);
      var exit = run(sandbox, plan);
      var said = out.toString(StandardCharsets.UTF_8);
      assertThat(exit).as(said).isZero();
      assertThat(said).contains("\nvalidate done: Cells that pass or were accepted: 2");
      if (lacks != null) {
        assertThat(journal()).contains(lacks, "finalize.by: hand-over");
      } else {
        assertThat(journal()).doesNotContain("not granted");
      }
      assertThat(Stand.production(sandbox)).isEqualTo(before).isNotEmpty();
      assertThat(sent)
          .filteredOn(one -> one.contains("/projects/" + Stand.PLAN.sourceProject()))
          .filteredOn(one -> !one.startsWith("GET "))
          .as("nothing but questions is sent to production")
          .isNotEmpty()
          .allMatch(one -> one.endsWith("estIamPermissions"));
    }
  }

  @Test
  void isRefusedAtOnceWithoutAReadThatItNeeds() throws Exception {
    var plan = folder.resolve("plan.yaml");
    Files.writeString(plan, PlanFile.write(Stand.PLAN));
    var reads = new HashSet<>(READS);
    reads.remove("bigquery.tables.getData");
    try (var sandbox = Sandbox.start(folder.resolve("cloud"), 0)) {
      fill(sandbox);
      sandbox.permissions().grantOnly(Stand.PLAN.sourceProject(), reads);
      assertThat(run(sandbox, plan.toString())).isEqualTo(Outcome.REFUSED.exitCode());
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Not granted on moz-fx-data-shared-prod: bigquery.tables.getData.")
        .doesNotContain("mirror started");
  }

  private int run(Sandbox sandbox, String plan) {
    var stream = Streams.utf8(out);
    return Main.commandLine(new Streams(InputStream.nullInputStream(), stream, stream))
        .execute(
            "run",
            "--plan",
            plan,
            "--endpoint",
            sandbox.endpoint(),
            "--runs",
            folder.resolve("runs").toString(),
            "--until",
            "validate");
  }

  private String journal() throws Exception {
    try (var files = Files.walk(folder.resolve("runs"))) {
      var file = files.filter(one -> one.endsWith("journal.jsonl")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private static void fill(Sandbox sandbox) throws Exception {
    sandbox.fill(
        Stand.PLAN.sourceProject(),
        new GeneratedDocuments(
            new Generator(1, 0.1), Stand.PLAN.documents(), Stand.PLAN.days().list(), 8),
        SeedArchive.of(Optional.empty()),
        Stand.PLAN.schemas().orElseThrow());
  }
}
