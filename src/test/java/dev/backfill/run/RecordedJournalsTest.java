package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.landing.Packet;
import dev.backfill.report.Format;
import dev.backfill.stage.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Journals that the console of 2026-11-25 wrote, from before its facts had types: one of a whole
 * rehearsal, one of a run that was undone, one that was handed over. Their reports are kept beside
 * them; {@code -Djournals.keep=true} writes those anew, for a report that is meant to change.
 */
class RecordedJournalsTest {
  private static final Path KEPT = Path.of("src/test/resources/journals");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "sandbox,md",
    "sandbox,json",
    "sandbox,html",
    "undone,md",
    "undone,json",
    "undone,html",
    "handed-over,md",
    "handed-over,json"
  })
  void reportsAsBefore(String name, String format) throws Exception {
    var kept = KEPT.resolve(name).resolve("report." + format);
    var view = RunView.of(Journal.read(KEPT.resolve(name)));
    var now = Format.of(format).write(view);
    if (Boolean.getBoolean("journals.keep")) {
      Files.writeString(kept, now);
    }
    var then = Files.readString(kept);
    for (var stage : view.playbook().stages()) {
      var id = stage.kind().id();
      var told = then.contains("\"stage\" : \"" + id + "\"") || then.contains("**" + id + "**");
      if (!told && view.stage(stage.kind()).state() == State.WAITING) {
        now = without(now, stage, format);
      }
    }
    assertThat(now).isEqualTo(then);
  }

  /** A stage that the playbook got since then was never begun, and is all that is new. */
  private static String without(String report, Stage stage, String format) {
    var id = stage.kind().id();
    return format.equals("json")
        ? report.replaceFirst(
            ", \\{\\s*\"stage\" : \"" + id + "\",\\s*\"state\" : \"WAITING\",[^}]*}", "")
        : report
            .replace("\n## " + stage.heading() + "\n\n**" + id + "**: WAITING\n", "")
            .replace("\n**" + id + "**: WAITING\n", "");
  }

  /** Opened for adding, and written once more: not a byte differs. */
  @ParameterizedTest
  @ValueSource(strings = {"sandbox", "undone", "handed-over"})
  void keepsEveryByte(String name) throws Exception {
    var again = Files.createDirectory(folder.resolve("again"));
    try (var old = Journal.open(copy(name));
        var journal = Journal.open(again)) {
      old.entries().forEach(journal::append);
    }
    assertThat(Files.readString(again.resolve(Journal.FILE)))
        .isEqualTo(Files.readString(folder.resolve(Journal.FILE)));
  }

  /**
   * What is noted today has the members that it had then, in their order; topics, and forms of a
   * topic, are added.
   */
  @Test
  void notesInTheSameForm() throws Exception {
    var then = forms(KEPT.resolve("undone"));
    RecordedRun.undone(folder);
    var now = forms(folder);
    then.forEach((topic, forms) -> assertThat(now.get(topic)).as(topic).containsAll(forms));
  }

  @Test
  void copiesAgainAfterTheUndo() throws Exception {
    var run = RecordedRun.undone(folder);
    var before = List.copyOf(run.cloud.done);
    copy("undone");
    run.cloud.withoutPartitions();
    run.asked.clear();
    assertThat(run.go(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(run.asked)
        .containsExactlyInAnyOrder(
            "data-backfill-14",
            "shared-prod:telemetry_stable.core_v10$20200414",
            "shared-prod:telemetry_stable.main_v4$20200414",
            "shared-prod:telemetry_stable.main_v4$20200415");
    var since = run.cloud.done.subList(before.size(), run.cloud.done.size());
    assertThat(since).filteredOn(act -> act.startsWith("copy ")).hasSize(3);
    assertThat(since).noneMatch(act -> act.matches("(query|submit|empty|back up|restore) .*"));
    var view = RunView.of(Journal.read(folder));
    assertThat(view.stages()).extracting(StageView::state).containsOnly(State.DONE);
    assertThat(view.closed()).map(Entry.Closed::outcome).contains("done");
  }

  @Test
  void goesOnAfterTheHandOver() throws Exception {
    var run = RecordedRun.handedOver(folder);
    var then = copy("handed-over").resolve(Journal.FILE);
    Files.writeString(
        then, Files.readString(then).replace("/tmp/recorded/handed-over", folder.toString()));
    assertThat(run.go(null, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    assertThat(run.cloud.done).noneMatch(act -> act.startsWith("copy"));
    var packet = Packet.read(folder.resolve("hand-over-dce7422617447bdb.json"));
    for (var item : packet.items()) {
      run.cloud.writtenByOthers(run.plan.stable(item.cell().type()), FakeCloud.DOCUMENTS);
    }
    run.executed("dce7422617447bdb");
    assertThat(run.go(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    var view = RunView.of(Journal.read(folder));
    assertThat(view.stage(StageKind.FINALIZE).text())
        .isEqualTo("4 partitions copied by others, and read");
  }

  private Path copy(String name) throws Exception {
    try (var files = Files.list(KEPT.resolve(name))) {
      for (var file : files.toList()) {
        var to = folder.resolve(file.getFileName());
        Files.deleteIfExists(to);
        Files.copy(file, to);
      }
    }
    return folder;
  }

  /** The members of what is noted, by stage and topic. */
  private static Map<String, Set<String>> forms(Path run) throws Exception {
    var forms = new TreeMap<String, Set<String>>();
    for (var line : Files.readAllLines(run.resolve(Journal.FILE))) {
      var entry = JSON.readTree(line);
      if (entry.path("entry").asText().equals("observed")) {
        forms
            .computeIfAbsent(
                entry.path("stage").asText() + " " + entry.path("topic").asText(),
                topic -> new TreeSet<>())
            .add(form(entry));
      }
    }
    return forms;
  }

  private static String form(JsonNode node) {
    if (node.isArray()) {
      var forms = new TreeSet<String>();
      node.forEach(one -> forms.add(form(one)));
      return forms.toString();
    }
    if (!node.isObject()) {
      return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
    var form = new StringBuilder("{");
    node.properties()
        .forEach(one -> form.append(one.getKey()).append(':').append(form(one.getValue())));
    return form.append('}').toString();
  }
}
