package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.Outcome;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.PageFollower;
import dev.backfill.ui.model.RunModel;
import org.junit.jupiter.api.Test;

/** Which page is on screen while a run goes on. */
class FollowingTest {
  private final RunModel model = new RunModel();
  private final PageFollower following = new PageFollower(model, Pages.HOME);

  @Test
  void goesAlongFromStageToStage() {
    begin();
    assertShows("home", false);
    running(StageKind.MIRROR);
    assertShows("mirror", false);
    running(StageKind.DECODE);
    assertShows("decode", false);
  }

  @Test
  void staysOnAPageThatTheOperatorChose() {
    begin();
    running(StageKind.MIRROR);
    choose(Pages.HOME);
    assertShows("home", true);
    running(StageKind.DECODE);
    assertShows("home", true);
    assertThat(following.stage().get()).isEqualTo("decode");
    choose("mirror");
    running(StageKind.VALIDATE);
    assertShows("mirror", true);
  }

  @Test
  void staysOnThePageOnScreenWhenThatIsChosenBeforeAStageIsShown() {
    begin();
    choose(Pages.HOME);
    running(StageKind.MIRROR);
    assertShows("home", true);
  }

  @Test
  void staysWhereTheOperatorDidSomething() {
    begin();
    running(StageKind.MIRROR);
    following.stay();
    assertShows("mirror", false);
    running(StageKind.DECODE);
    assertShows("mirror", true);
  }

  @Test
  void isLedBackAndGoesAlongAgain() {
    begin();
    running(StageKind.MIRROR);
    choose(Pages.PLAN);
    running(StageKind.DECODE);
    following.goBack();
    assertShows("decode", false);
    running(StageKind.VALIDATE);
    assertShows("validate", false);
  }

  /** A packet is executed beside no stage: there is none to go to. */
  @Test
  void leadsToNoStageWhileAPacketIsExecuted() {
    begin();
    running(StageKind.FINALIZE);
    choose(Pages.PACKET);
    assertShows("packet", true);
    model.view().set(null);
    following.look();
    assertShows("packet", false);
  }

  @Test
  void goesAlongAgainFromTheRunningStagesPage() {
    begin();
    running(StageKind.MIRROR);
    choose(Pages.HOME);
    choose("mirror");
    running(StageKind.DECODE);
    assertShows("decode", false);
  }

  @Test
  void staysOnALaterPageThatTheRunReachesAndLeaves() {
    begin();
    running(StageKind.MIRROR);
    choose("decode");
    running(StageKind.DECODE);
    assertShows("decode", false);
    running(StageKind.VALIDATE);
    assertShows("decode", true);
  }

  @Test
  void hearsOfTheLastStageAfterTheRunsEnd() {
    begin();
    running(StageKind.MIRROR);
    end(StageKind.VALIDATE);
    assertShows("validate", false);
  }

  @Test
  void endsWithoutTurningAwayFromHome() {
    begin();
    running(StageKind.MIRROR);
    model.running().set(false);
    model.outcome().set(Outcome.DONE);
    choose(Pages.HOME);
    end(StageKind.VALIDATE);
    assertShows("home", false);
  }

  @Test
  void doesNotTakeTheRunBeforeForTheOneBegun() {
    begin();
    end(StageKind.REPORT);
    choose(Pages.HOME);
    begin();
    assertShows("home", false);
    running(StageKind.PREFLIGHT);
    assertShows("preflight", false);
  }

  /** Cleanup was refused before the undo; what is refused now is finalize. */
  @Test
  void isNotLedToALaterStageThatIsAsItWas() {
    begin();
    model.view().set(Canned.run(StageKind.CLEANUP, State.REFUSED));
    following.look();
    assertShows("cleanup", false);
    choose("finalize");
    begin();
    model
        .view()
        .set(Canned.run(StageKind.CLEANUP, State.REFUSED, StageKind.FINALIZE, State.REFUSED));
    following.look();
    assertShows("finalize", false);
    assertThat(following.stage().get()).isEqualTo("finalize");
  }

  @Test
  void opensARunWhereSomethingHappenedLast() {
    following.open(Canned.run(StageKind.DECODE, State.FAILED));
    assertShows("decode", false);
  }

  @Test
  void doesNotTurnToARunThatIsOnlyLookedAt() {
    model.view().set(Canned.run(StageKind.DECODE, State.FAILED));
    following.look();
    assertShows("home", false);
  }

  private void begin() {
    following.begin();
    model.outcome().set(null);
    model.running().set(true);
    following.look();
  }

  private void running(StageKind kind) {
    model.view().set(Canned.run(kind, State.RUNNING));
    following.look();
  }

  private void end(StageKind kind) {
    model.view().set(Canned.run(kind, State.DONE));
    model.outcome().set(Outcome.DONE);
    model.running().set(false);
    following.look();
  }

  private void choose(String page) {
    following.choose(page);
  }

  private void assertShows(String page, boolean away) {
    assertThat(following.page().get()).isEqualTo(page);
    assertThat(following.away().get()).as("a way back").isEqualTo(away);
  }
}
