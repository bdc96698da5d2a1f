package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A packet in the hands of someone who edits it, and computes its digest anew. */
class PacketTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private Path file;
  private Packet made;

  @BeforeEach
  void handOver() throws Exception {
    var plan = Packets.plan();
    made = Packets.of(plan, Packets.cloud(plan));
    file = folder.resolve("hand-over.json");
    made.write(file);
  }

  @Test
  void namesTheKeyThatProductionHas() throws Exception {
    var plan = Packets.plan();
    var cloud = Packets.cloud(plan);
    plan.documents().forEach(type -> cloud.keys.put(plan.stable(type).name(), "projects/p/k"));
    assertThat(Packets.of(plan, cloud).commands())
        .allMatch(command -> command.contains(" cp -f --destination_kms_key='projects/p/k' '"));
  }

  @Test
  void isReadAsItWasMade() throws Exception {
    var read = Packet.read(file);
    assertThat(read.items()).isEqualTo(made.items());
    assertThat(read.holdsOtherCommands()).isFalse();
    assertThat(read.commands().get(1))
        .isEqualTo(
            "bq --project_id='moz-fx-data-backfill-14' --location='US'"
                + " --job_id='r200415030000-finalize-main_v4' cp -f"
                + " 'moz-fx-data-backfill-14:telemetry_stable.main_v4$20200414'"
                + " 'moz-fx-data-shared-prod:telemetry_stable.main_v4$20200414'");
  }

  @Test
  void showsNoCommandThatStandsInIt() throws Exception {
    var read = edited(root -> item(root).put("command", "rm -rf ~; \u001b[2J"));
    assertThat(read.commands()).isEqualTo(made.commands());
    assertThat(read.holdsOtherCommands()).isTrue();
  }

  static Stream<Consumer<ObjectNode>> edits() {
    return Stream.of(
        root -> root.put("form", "other"),
        root -> root.put("run", "../../etc"),
        root -> root.put("run", "r1'; touch x; '"),
        root -> root.put("expires", "2099-01-01T00:00:00Z"),
        root -> root.put("made", "yesterday"),
        root -> root.put("plan", "name: x"),
        root -> plan(root, "location: \"US\"", "location: \"US' ; touch x ; '\""),
        root -> plan(root, "moz-fx-data-backfill-14", "somebodys-project"),
        root -> root.remove("items"),
        root -> ((com.fasterxml.jackson.databind.node.ArrayNode) root.get("items")).add(item(root)),
        root -> item(root).put("cell", "telemetry/event/4@2020-04-14"),
        root -> item(root).put("rows", 99),
        root -> item(root).put("job", "j'; touch x; '"),
        root -> item(root).put("job", ""),
        root ->
            ((ObjectNode) item(root).get("production"))
                .put("partition", "moz-fx-data-shared-prod:telemetry_stable.main_v4$20200415"),
        root -> ((ObjectNode) item(root).get("staging")).put("partition", "a"),
        root -> ((ObjectNode) item(root).get("staging")).put("modified", "never"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void refusesWhatContradictsItself(Consumer<ObjectNode> edit) {
    assertThatThrownBy(() -> edited(edit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file + " contradicts itself: ")
        .hasMessageEndingWith("Ask for a new one.");
  }

  @Test
  void isCheckedAgainstTheJournalOfItsRun() throws Exception {
    var runs = folder.resolve("runs");
    assertThat(PacketOrigin.of(made, file, runs)).isEqualTo(PacketOrigin.UNKNOWN);
    var run = runs.resolve(made.run());
    journal(run, "0123456789abcdef", made.digest());
    assertThat(PacketOrigin.of(made, file, runs).journal()).contains(run);
    assertThat(PacketOrigin.of(made, file, runs).problem()).isEmpty();
    var changed = edited(root -> item(root).put("accepted", "looks fine"));
    assertThat(PacketOrigin.of(changed, file, runs).problem())
        .hasValueSatisfying(text -> assertThat(text).contains("knows no packet", "changed"));
    journal(run, "fedcba9876543210");
    assertThat(PacketOrigin.of(made, file, runs).problem())
        .hasValueSatisfying(text -> assertThat(text).contains("a newer packet, fedcba9876543210"));
    Files.writeString(run.resolve("journal.jsonl"), "{\"entry\":\"opened\"\nx\n");
    assertThat(PacketOrigin.of(made, file, runs).problem())
        .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
  }

  @Test
  void isCheckedAgainstTheJournalBesideIt() throws Exception {
    journal(folder, "0123456789abcdef");
    assertThat(PacketOrigin.of(made, file, folder.resolve("none")).problem()).isPresent();
  }

  private void journal(Path run, String... digests) throws Exception {
    try (var journal = Journal.open(run)) {
      if (journal.entries().isEmpty()) {
        var plan = PlanFile.write(made.plan());
        journal.append(new Entry.Opened(Instant.EPOCH, made.run(), "1", "fake", plan));
      }
      for (var digest : digests) {
        var fact = new ProductionFact.PacketMade("a.json", digest, Instant.EPOCH, List.of());
        journal.append(new Entry.Observed(Instant.EPOCH, StageKind.FINALIZE, fact));
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void quotesForAShellWhateverItIs() throws Exception {
    var odd = "US' ; touch x ; '$HOME `id` \\ \"a\" !! *";
    var shell = new ProcessBuilder("sh", "-c", "printf %s " + Shell.quoted(odd)).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(odd);
  }

  private static ObjectNode item(ObjectNode root) {
    return (ObjectNode) root.path("items").get(0);
  }

  private static void plan(ObjectNode root, String from, String to) {
    var plan = root.path("plan").asText();
    assertThat(plan).contains(from.replace("\"", ""));
    root.put("plan", plan.replace(from, to).replace(from.replace("\"", ""), to));
  }

  private Packet edited(Consumer<ObjectNode> edit) throws Exception {
    var root = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(root);
    root.remove("digest");
    var hash =
        MessageDigest.getInstance("SHA-256")
            .digest(root.toString().getBytes(StandardCharsets.UTF_8));
    root.put("digest", HexFormat.of().formatHex(hash).substring(0, 16));
    JSON.writeValue(file.toFile(), root);
    return Packet.read(file);
  }
}
