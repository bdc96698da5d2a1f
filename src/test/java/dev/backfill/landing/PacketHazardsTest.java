package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Journal;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever overwrites for others knows what they would know. */
class PacketHazardsTest {
  @TempDir Path folder;

  @Test
  void aRewritesPacketNamesItsHazards() throws Exception {
    var packet =
        packet(
            """
        playbook: rewrite
        rewrite: { mode: drop, affected_sql: bad, query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}' AND NOT bad" }
        finalize: { by: hand-over }
        """);
    var hazards = packet.hazards();
    assertThat(hazards)
        .anyMatch(line -> line.contains("telemetry_live.main_v4 still has"))
        .anyMatch(line -> line.contains("The backup keeps what is taken out of production"));
  }

  @Test
  void aReplaysHasNone() throws Exception {
    assertThat(packet("finalize: { by: hand-over }\n").hazards()).isEmpty();
  }

  private Packet packet(String more) throws Exception {
    var plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """
                + more);
    var console = new MortalConsole(plan, new FakeCloud(plan).keepingTime());
    assertThat(console.run(folder, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var made =
        RunView.of(Journal.read(folder))
            .newest(StageKind.FINALIZE, ProductionFact.PacketMade.class)
            .orElseThrow();
    return Packet.read(Path.of(made.file()));
  }
}
