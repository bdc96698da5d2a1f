package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.landing.ErrorRows;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What BigQuery answers to a deletion of error rows, and what becomes of it. */
@Tag("server")
class ErrorRowDeletionTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final String TABLE = "moz-fx-data-shared-prod.payload_bytes_error.telemetry";
  private static final long ROWS = 27;

  private Stub stub;
  private Plan plan;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
    plan =
        PlanFile.read(
            """
            playbook: reprocess
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: %s }
            errors: { messages: [ '%%too long%%' ], after: delete }
            """
                .formatted(TARGET));
    cloud = GoogleCloud.connect(CloudProfile.sandbox(stub.address()), plan, job -> "none");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  /** The spellings that Google's pages and its users' reports have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE or DELETE statement over table "
            + TABLE
            + " would affect rows in the streaming"
            + " buffer, which is not supported",
        "UPDATE or DELETE statement over table '"
            + TABLE
            + "' would affect rows in the streaming"
            + " buffer, which is not supported.",
        "UPDATE, MERGE, or DELETE statement over table "
            + TABLE
            + " would affect rows in the"
            + " streaming buffer, which is not supported at [1:1]",
        "UPDATE/DELETE DML statements are not supported over table "
            + TABLE
            + " with streaming"
            + " buffer",
        "DML statements are not supported over a table with Streaming Buffer"
      })
  void saysWhenToTryAgainWhereRowsWaitInTheStreamingBuffer(String said) {
    stub.answer(
        sent ->
            job(
                "\"state\": \"DONE\", \"errorResult\": " + error(said),
                "\"statementType\": \"DELETE\""));
    waits(said);
    stub.answer(sent -> Stub.error(400, "invalidQuery", said));
    waits(said);
  }

  private void waits(String said) {
    assertThatThrownBy(this::delete)
        .as(said)
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRECONDITION))
        .hasMessageContaining("telemetry/main/4@2020-04-14: some of its error rows wait in the")
        .hasMessageContaining(
            "None was deleted. Resume in half an hour; in rare cases it takes 90");
  }

  /** What is no matter of waiting keeps its own kind and advice. */
  @Test
  void takesNoOtherFailureForIt() {
    var upsert = "DELETE/UPDATE/MERGE DMLs are not supported over tables that had UPSERT streams.";
    stub.answer(sent -> job("\"state\": \"DONE\", \"errorResult\": " + error(upsert), "\"x\": 1"));
    assertThatThrownBy(this::delete)
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(Kind.JOB_FAILED))
        .hasMessageContaining("UPSERT streams. Look at the job");
    stub.answer(sent -> Stub.error(503, "backendError", "the streaming buffer is away"));
    assertThatThrownBy(this::delete)
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.leavesUnknown()).isTrue());
  }

  /** One statement under the run's own id, in GoogleSQL, whose number of rows is believed. */
  @Test
  void deletesByOneStatementAndGivesItsNumber() throws Exception {
    stub.answer(
        sent ->
            job(
                "\"state\": \"DONE\"",
                "\"statementType\": \"DELETE\", \"numDmlAffectedRows\": \"" + ROWS + "\""));
    assertThat(delete()).isEqualTo(ROWS);
    assertThat(stub.requests).hasSize(1);
    var sent = JSON.readTree(stub.requests.get(0).body());
    assertThat(sent.at("/jobReference/jobId").asText()).isEqualTo("d1");
    assertThat(sent.at("/configuration/query/useLegacySql").asBoolean(true)).isFalse();
    assertThat(sent.at("/configuration/query/destinationTable").isMissingNode())
        .as("a DML statement takes none")
        .isTrue();
    assertThat(sent.at("/configuration/query/query").asText())
        .startsWith("DELETE FROM\n  `" + TABLE + "`\nWHERE\n  DATE(submission_timestamp) = ")
        .endsWith(") = " + ROWS + "\n");
  }

  /** Other rows than those confirmed met the condition by then: the statement deleted none. */
  @Test
  void saysThatNoneWasDeletedWhereOtherRowsMeetTheCondition() {
    stub.answer(
        sent ->
            job(
                "\"state\": \"DONE\"",
                "\"statementType\": \"DELETE\", \"numDmlAffectedRows\": \"0\""));
    assertThatThrownBy(this::delete)
        .hasMessageContaining("other rows than the 27 confirmed meet the condition")
        .hasMessageContaining("None was deleted. Resume to count them again.");
  }

  private long delete() {
    var cell = plan.cells().get(0);
    var what =
        new DeleteErrorRows(
            plan.rejected(cell.type()),
            cell,
            ErrorRows.condition(plan, cell),
            ROWS,
            Optional.empty());
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.of(what));
    var confirmed =
        new ConfirmationDesk(Clock.systemUTC())
            .confirm(request, request.phrases())
            .orElseThrow()
            .get(0);
    return cloud.production().deleteErrors(confirmed, "d1", Progress.SILENT);
  }

  private static String error(String message) {
    return "{\"reason\": \"invalidQuery\", \"location\": \"query\", \"message\": \"%s\"}"
        .formatted(message);
  }

  private static Stub.Reply job(String status, String statistics) {
    return new Stub.Reply(
        200,
        """
        {"jobReference": {"projectId": "%s", "jobId": "d1", "location": "US"},
         "configuration": {"jobType": "QUERY", "query": {"query": "DELETE"}},
         "status": {%s}, "statistics": {"query": {%s}}}
        """
            .formatted(TARGET, status, statistics));
  }
}
