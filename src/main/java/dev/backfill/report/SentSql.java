package dev.backfill.report;

import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query as it was sent, from the run's journal.
 *
 * @param purpose what it was for, in words
 * @param bytes what its dry run said that it reads
 */
public record SentSql(String purpose, String sql, long bytes) {
  private static final String TOPIC = "sql";

  /** The newest queries about a cell in a stage; empty when none was sent. */
  public static List<SentSql> of(RunView view, StageKind stage, String cell) {
    var all = view.all(stage, TOPIC);
    for (var i = all.size() - 1; i >= 0; i--) {
      var value = all.get(i).value();
      if (value.path("cell").asText().equals(cell)) {
        var sent = new ArrayList<SentSql>();
        value
            .path("statements")
            .forEach(
                s ->
                    sent.add(
                        new SentSql(
                            s.path("purpose").asText(),
                            s.path("sql").asText(),
                            s.path("bytes").asLong())));
        return sent;
      }
    }
    return List.of();
  }

  /** The queries about a cell as one text; the planned ones while none was sent. */
  public static Optional<String> text(RunView view, StageKind stage, String cell) {
    var sent = of(view, stage, cell);
    return sent.isEmpty()
        ? PlannedCalls.of(view.plan(), stage, cell).flatMap(PlannedCall::sql)
        : Optional.of(sent.stream().map(SentSql::text).collect(Collectors.joining("\n")));
  }

  private String text() {
    return "-- " + purpose + ": reads " + Spans.bytes(bytes) + "\n" + sql.stripTrailing() + ";\n";
  }
}
