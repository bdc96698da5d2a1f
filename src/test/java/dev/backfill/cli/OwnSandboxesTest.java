package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.settings.Folders;
import dev.backfill.ui.Clouds;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window's own sandboxes beside one that is served elsewhere. */
@Tag("server")
class OwnSandboxesTest {
  @TempDir Path data;
  @TempDir Path elsewhere;

  private Folders folders;
  private Plan plan;

  @BeforeEach
  void plan() throws Exception {
    folders = new Folders(data);
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
  }

  @Test
  void aSandboxIsTheSameWhateverItsPort() throws Exception {
    String id;
    try (var sandbox = Sandbox.start(elsewhere, 0)) {
      id = sandbox.id();
      var site = SandboxSite.of(sandbox.endpoint() + "/", plan.targetProject());
      assertThat(site.sandbox()).isEqualTo(id);
      assertThat(site.address()).isEqualTo(sandbox.endpoint());
    }
    try (var again = Sandbox.start(elsewhere, 0)) {
      assertThat(again.id()).isEqualTo(id);
    }
    Sandbox.remove(elsewhere);
    try (var other = Sandbox.start(elsewhere, 0)) {
      assertThat(other.id()).as("another one in the same folder").isNotEqualTo(id);
    }
  }

  @Test
  void whoDoesNotAnswerHasNoId() {
    assertThat(SandboxSite.of("http://127.0.0.1:1", "p").sandbox()).isEmpty();
  }

  /** It went on there without a word, on a cloud without anything that it had made. */
  @Test
  void aRunOfAnOwnSandboxGoesOnAndIsLookedAtThereAlone() throws Exception {
    String own;
    try (var sandbox = Sandbox.start(folders.sandboxes().resolve("r1"), 0)) {
      own = sandbox.id();
    }
    try (var served = Sandbox.start(elsewhere, 0)) {
      var clouds = new ConsoleClouds(folders, 1).withSandboxAt(served.endpoint());
      assertThatThrownBy(() -> clouds.open(Clouds.Place.SANDBOX, plan, "r1"))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("own sandbox")
          .hasMessageContaining(served.endpoint());
      assertThat(clouds.open(Clouds.Place.SANDBOX, plan, "r2").cloud().site().sandbox())
          .isEqualTo(served.id());
      var looked = clouds.look(Clouds.Place.SANDBOX, plan, "r1");
      try (var resources = looked.resources()) {
        assertThat(looked.cloud().site().sandbox()).isEqualTo(own);
      }
    }
  }
}
