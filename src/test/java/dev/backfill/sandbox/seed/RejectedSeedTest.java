package dev.backfill.sandbox.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.storage.StorageService;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filled for rejected documents is what its description says, counted by queries. */
@Tag("server")
class RejectedSeedTest {
  private static final String PROD = "prod-one";
  private static final DocumentType CORE = DocumentType.parse("telemetry/core/10");
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);

  @TempDir Path folder;

  @Test
  void rejectsForThreeCausesInTheSharesThatItTellsOf() throws Exception {
    var storage = new StorageService(folder.resolve("storage"));
    try (var service = new BigQueryService(folder.resolve("bigquery"), storage)) {
      new RejectedSeed(service, PROD)
          .fill(
              new GeneratedDocuments(
                  new Generator(1, 0), List.of(CORE), List.of(DAY, DAY.plusDays(1)), 200),
              SeedArchive.of(Optional.empty()));
      var named = "error_message LIKE '%expected maxLength: 100%'";
      var by = " AND DATE(submission_timestamp) = '%s'";
      assertThat(errors(service, named + by.formatted(DAY))).isEqualTo(60);
      assertThat(errors(service, named + by.formatted(DAY.plusDays(1))))
          .as("and four of the first day, sent again")
          .isEqualTo(60 + 4);
      assertThat(errors(service, "NOT " + named + by.formatted(DAY))).isEqualTo(20);
      var stable = "`" + PROD + ".telemetry_stable.core_v10`";
      assertThat(
              one(
                  service,
                  "SELECT COUNT(*) AS n FROM "
                      + stable
                      + " WHERE"
                      + by.substring(4).formatted(DAY)))
          .as("six of ten, and one of twenty that was accepted at another try")
          .isEqualTo(120 + 10);
    }
  }

  /** A document that comes a second time on its day was rejected a second time. */
  @Test
  void rejectsDuplicatesAsTheirOriginals() throws Exception {
    var storage = new StorageService(folder.resolve("storage"));
    try (var service = new BigQueryService(folder.resolve("bigquery"), storage)) {
      new RejectedSeed(service, PROD)
          .fill(
              new GeneratedDocuments(new Generator(1, 1), List.of(CORE), List.of(DAY), 100),
              SeedArchive.of(Optional.empty()));
      assertThat(errors(service, "TRUE")).isEqualTo(2 * 40);
      assertThat(one(service, "SELECT COUNT(*) AS n FROM `" + PROD + ".telemetry_stable.core_v10`"))
          .isEqualTo(65);
    }
  }

  private static long errors(BigQueryService service, String where) {
    return one(
        service,
        "SELECT COUNT(*) AS n FROM `" + PROD + ".payload_bytes_error.telemetry` WHERE " + where);
  }

  private static long one(BigQueryService service, String sql) {
    var body = JsonNodeFactory.instance.objectNode().put("query", sql).put("useLegacySql", false);
    var path = new ArrayList<>(List.of("projects", PROD, "queries"));
    return service.handle("POST", path, Map.of(), body).at("/rows/0/f/0/v").asLong();
  }
}
