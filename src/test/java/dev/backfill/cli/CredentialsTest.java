package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.PlanFile;
import dev.backfill.run.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that are not there, or are none: told at once, and no run is begun by them. */
class CredentialsTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String plan(String more) {
    return """
        name: test
        reason: a test
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
        + more;
  }

  private int run(String credentials) throws Exception {
    var file = Files.writeString(folder.resolve("plan.yaml"), plan(credentials));
    return command("run", "--plan", file.toString(), "--runs", runs().toString());
  }

  private int command(String... args) {
    var streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return Main.commandLine(streams).execute(args);
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  private void refused(String words) {
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(words)
        .contains("Nothing was asked. Run: gcloud auth application-default login");
    assertThat(runs())
        .satisfiesAnyOf(d -> assertThat(d).doesNotExist(), d -> assertThat(d).isEmptyDirectory());
  }

  @Test
  void tellsAKeysFileThatIsNotThere() throws Exception {
    assertThat(run("credentials: { service_account_file: /nowhere/key.json }\n"))
        .isEqualTo(Outcome.REFUSED.exitCode());
    refused("There is no /nowhere/key.json");
  }

  @Test
  void tellsAFileThatHoldsNoCredentials() throws Exception {
    for (var text : new String[] {"not JSON", "{\"type\": \"other\"}", "{}", "", "[1]"}) {
      err.reset();
      var key = Files.writeString(folder.resolve("key.json"), text);
      assertThat(run("credentials: { service_account_file: " + key + " }\n"))
          .as(text)
          .isEqualTo(Outcome.REFUSED.exitCode());
      refused("key.json holds no credentials");
    }
  }

  @Test
  void plansSayWhoseRightsTheirRunsHave() throws Exception {
    var text =
        plan(
            "credentials: { service_account_file: /k.json,"
                + " impersonate: backfill@data-backfill-14.iam.gserviceaccount.com }\n");
    var read = PlanFile.read(text);
    assertThat(read.credentials().serviceAccountFile()).contains("/k.json");
    assertThat(read.credentials().impersonate())
        .contains("backfill@data-backfill-14.iam.gserviceaccount.com");
    assertThat(PlanFile.read(PlanFile.write(read))).isEqualTo(read);
    var file =
        Files.writeString(
            folder.resolve("plan.yaml"), plan("credentials: { impersonate: ann@example.org }\n"));
    assertThat(command("plan", "--check", file.toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("credentials.impersonate: ");
  }

  @Test
  void checksOfPlansRefuseTheTargetsThatRunsRefuse() throws Exception {
    var file = folder.resolve("plan.yaml");
    Files.writeString(file, plan("").replace("data-backfill-14", "some-other-project"));
    assertThat(command("plan", "--check", file.toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("target.project: some-other-project does not look like a backfill project");
  }
}
