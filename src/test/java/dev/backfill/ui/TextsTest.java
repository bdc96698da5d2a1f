package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.CheckKind;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.CleanupView;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.ui.model.CountsRow;
import dev.backfill.ui.model.DecodeModel.Severity;
import dev.backfill.ui.model.Phase;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Icon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text that is named stands in the bundle, and every constant has its word and its icon. */
class TextsTest {
  // As many as there are: explanations of a page or of a dialog, and choices of plurals.
  private static final int MOST_LONG = 34;

  // Names that are whole: those that a constant completes end with a dot.
  private static final Pattern NAMED =
      Pattern.compile("Texts\\.of\\(\\s*\"([a-z0-9_.]+[a-z0-9_])\"");
  private static final Pattern IN_PAGES = Pattern.compile("\"%([a-z0-9_.]+)\"");

  @Test
  void everyNamedTextIsThere() throws IOException {
    var missing = new TreeSet<>(named(Path.of("src/main/java"), ".java", NAMED));
    missing.addAll(named(Path.of("fxml"), ".fxml", IN_PAGES));
    assertThat(missing).hasSizeGreaterThan(100);
    missing.removeAll(Texts.BUNDLE.keySet());
    assertThat(missing).isEmpty();
  }

  @Test
  void textsOfPagesAreReadAsTheyAre() throws IOException {
    assertThat(named(Path.of("fxml"), ".fxml", IN_PAGES))
        .as("a doubled quote is a message format's, which pages do not use")
        .noneMatch(key -> Texts.BUNDLE.getString(key).contains("''"));
  }

  /** A sentence that long is read twice; each of these was, and one more is to be. */
  @Test
  void fewTextsAreLong() {
    var long120 =
        Texts.BUNDLE.keySet().stream()
            .filter(key -> Texts.BUNDLE.getString(key).length() > 120)
            .sorted()
            .map(key -> key + " = " + Texts.BUNDLE.getString(key))
            .toList();
    assertThat(long120)
        .as("texts over 120 characters: %s", String.join("\n", long120))
        .hasSizeBetween(1, MOST_LONG);
  }

  static Stream<String> constants() {
    return Stream.of(
            words("state.", State.values()),
            words("outcome.", Outcome.values()),
            words("undo.", Outcome.values()),
            words("run.opening.", Clouds.Place.values()),
            words("check.", CheckKind.values()),
            words("verdict.", Standing.values()),
            words("severity.", Severity.values()),
            words("phase.", Phase.Kind.values()),
            words("theme.", Theme.values()),
            words("fate.", CleanupView.Fate.values()),
            words("place.", Clouds.Place.values()),
            words("playbook.", PlaybookId.values()),
            words("counts.", CountsRow.Column.values()),
            pages().flatMap(id -> Stream.of("page." + id, id + ".about")),
            PlanModel.FIELDS.stream().map(path -> "field." + path),
            WorkerChart.lines().stream().map(line -> "decode.line." + line))
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("constants")
  void everyConstantHasAWord(String key) {
    assertThat(Texts.BUNDLE.containsKey(key)).as(key).isTrue();
  }

  @Test
  void everyPlaybookHasAPlanToBeginWith() throws Exception {
    for (var playbook : PlaybookId.values()) {
      assertThat(PlanFile.read(BackfillApp.firstPlan(playbook)).playbook()).isEqualTo(playbook);
      assertThat(Texts.BUNDLE.containsKey("playbook." + playbook.id() + ".about")).isTrue();
    }
  }

  @Test
  void everyPageAndStateHasAnIcon() {
    var names = pages().collect(Collectors.toCollection(TreeSet::new));
    for (var state : State.values()) {
      names.add(Texts.word(state));
    }
    assertThat(names).allSatisfy(name -> assertThat(Icon.exists(name)).as(name).isTrue());
  }

  private static Stream<String> pages() {
    return Playbooks.ALL.stream().flatMap(one -> Pages.ids(one).stream()).distinct();
  }

  private static Stream<String> words(String keys, Enum<?>[] values) {
    return Stream.of(values).map(value -> keys + Texts.word(value));
  }

  private static Set<String> named(Path folder, String end, Pattern name) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(end)).toList()) {
        name.matcher(Files.readString(file)).results().forEach(m -> names.add(m.group(1)));
      }
    }
    return names;
  }
}
