package dev.backfill.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbook;
import dev.backfill.run.RunView;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The newest queries of a stage, by cell. */
  static Map<String, List<SentSql>> of(RunView view, StageKind stage) {
    var newest = new LinkedHashMap<String, List<SentSql>>();
    view.all(stage, TOPIC)
        .forEach(one -> newest.put(one.value().path("cell").asText(), read(one.value())));
    return newest;
  }

  /** The newest queries about a cell in a stage; empty when none was sent. */
  public static List<SentSql> of(RunView view, StageKind stage, String cell) {
    var all = view.all(stage, TOPIC);
    for (var i = all.size() - 1; i >= 0; i--) {
      var value = all.get(i).value();
      if (value.path("cell").asText().equals(cell)) {
        return read(value);
      }
    }
    return List.of();
  }

  private static List<SentSql> read(JsonNode value) {
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

  /** The queries about a cell as one text; the planned ones while none was sent. */
  public static Optional<String> text(RunView view, StageKind stage, String cell) {
    var sent = of(view, stage, cell);
    return sent.isEmpty()
        ? Playbook.REPLAY
            .planned(PlannedRun.of(view.plan(), view.opened().run()), new Step(stage, cell))
            .flatMap(PlannedStep::sql)
        : Optional.of(text(sent));
  }

  static String text(List<SentSql> sent) {
    return sent.stream().map(SentSql::text).collect(Collectors.joining("\n"));
  }

  private String text() {
    return "-- " + purpose + ": reads " + Amounts.bytes(bytes) + "\n" + sql.stripTrailing() + ";\n";
  }
}
