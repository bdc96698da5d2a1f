package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** One kind of job: what it does within the transaction that also marks it done. */
interface JobWork {
  /**
   * What a job is given: where to put its statistics, the file that came with it or null, and
   * whether it was cancelled.
   */
  record Run(
      String project,
      ObjectNode job,
      JsonNode config,
      ObjectNode statistics,
      Path upload,
      BooleanSupplier stop) {
    void check() {
      if (stop.getAsBoolean()) {
        throw new ApiException(
            400, "stopped", "Job execution was cancelled: User requested cancellation");
      }
    }
  }

  void run(Connection connection, Store.Changes changes, Run run) throws SQLException, IOException;
}
