package dev.backfill.cli;

import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two consoles, each a process of its own, over one run: one is always refused and told who has it,
 * and the journal stays whole. A fight at a random moment; more with {@code -Dfights=20}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is held with kill -STOP")
@Tag("process")
class FightTest {
  private static final int FIGHTS = Integer.getInteger("fights", 1);

  @TempDir static Path folder;
  private static Stand stand;

  @BeforeAll
  static void run() throws Exception {
    stand = new Stand(folder, StageKind.VERIFY);
  }

  @Test
  void startTogetherAndOneIsRefused() throws Exception {
    new Fights(stand).startTogether();
  }

  @ParameterizedTest
  @ValueSource(strings = {"decode", "finalize"})
  void meetInStageAndTheSecondIsRefused(StageKind stage) throws Exception {
    new Fights(stand).meetIn(stage);
  }

  @Test
  void meetAtRandomMomentsAndOneIsAlwaysRefused() throws Exception {
    var stages = List.of(StageKind.MIRROR, StageKind.DECODE, StageKind.FINALIZE);
    new Fights(stand).meetAtRandomMoments(FIGHTS, stages);
  }
}
