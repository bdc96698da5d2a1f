package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Cloud;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plans that share a target, one after the other, on a served sandbox: no row of one is ever among
 * another's, and each refusal names who is in the way.
 */
@Tag("job")
class OneTargetTest {
  private static final int DOCUMENTS = 10;
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final Pattern NAME = Pattern.compile("name: (.+)");

  @TempDir static Path folder;
  private static Sandbox sandbox;
  private static int runs;

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.start(folder.resolve("sandbox"), 0);
    sandbox.fill(
        "moz-fx-data-shared-prod",
        new GeneratedDocuments(
            new Generator(1, 0.1),
            List.of(
                DocumentType.parse("telemetry/core/10"), DocumentType.parse("telemetry/event/4")),
            List.of(DAY, DAY.plusDays(1)),
            DOCUMENTS),
        SeedArchive.of(Optional.empty()),
        "gs://schemas/a.tar.gz");
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  private static Plan plan(char which) throws Exception {
    var type = which == 'c' ? "telemetry/event/4" : "telemetry/core/10";
    var last = which == 'b' ? DAY.plusDays(1) : DAY;
    return PlanFile.read(
        """
        name: plan-%s
        reason: a test
        days: { first: %s, last: %s }
        documents: [ %s ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14 }
        schemas: gs://schemas/a.tar.gz
        """
            .formatted(which, DAY, last, type));
  }

  /**
   * Plan a stages one day of one type, b that day and the next, c another type; the first of an
   * order comes again at its end.
   */
  @ParameterizedTest
  @ValueSource(strings = {"abca", "acba", "bacb", "bcab", "cabc", "cbac"})
  void noRowOfOneIsEverAmongAnothers(String order) throws Exception {
    var holder = "";
    for (var which : order.toCharArray()) {
      var run = "run" + ++runs;
      if (!holder.isEmpty()) {
        assertThat(stage(run, plan(which), Set.of())).isEqualTo(Outcome.REFUSED);
        assertThat(text(run)).contains("held by run " + holder + " (plan-", "on ann-laptop");
        foreignRowsAreNamed(run, plan(which));
      }
      var typed = holder.isEmpty() ? Set.<String>of() : phrases(run);
      assertThat(stage(run, plan(which), typed)).as(text(run)).isEqualTo(Outcome.DONE);
      assertThat(staged(plan(which))).isEqualTo(wanted(plan(which)));
      holder = run;
    }
    cleanUp(holder, plan(order.charAt(order.length() - 1)));
  }

  /** Each table of the plan with rows in it is named, with a run whose journal is here. */
  private static void foreignRowsAreNamed(String run, Plan plan) {
    var table = plan.staged(plan.documents().get(0));
    var rows = connect(plan).warehouse().table(table.name()).map(t -> t.rows()).orElse(0L);
    if (rows > 0) {
      assertThat(text(run))
          .containsPattern(table + " holds " + rows + " rows that this run did not write; run run");
    }
  }

  private static Set<String> phrases(String run) {
    var phrases = new HashSet<String>();
    var matcher = NAME.matcher(text(run));
    while (matcher.find()) {
      phrases.add(matcher.group(1));
    }
    return phrases;
  }

  private static Map<String, Long> staged(Plan plan) {
    var table = plan.staged(plan.documents().get(0)).name();
    return connect(plan).warehouse().partitions(table).entrySet().stream()
        .filter(partition -> partition.getValue().rows() > 0)
        .collect(
            Collectors.toMap(Map.Entry::getKey, e -> e.getValue().rows(), Long::sum, TreeMap::new));
  }

  private static Map<String, Long> wanted(Plan plan) {
    return plan.days().list().stream()
        .collect(
            Collectors.toMap(
                day -> day.format(DateTimeFormatter.BASIC_ISO_DATE),
                day -> (long) DOCUMENTS,
                Long::sum,
                TreeMap::new));
  }

  private static void cleanUp(String run, Plan plan) {
    run(run, plan, StageKind.CLEANUP, StageKind.CLEANUP, Set.of(plan.targetProject()));
    run(run, plan, StageKind.CLEANUP, StageKind.CLEANUP, Set.of());
    var all = CleanupView.of(view(run)).phraseOfEverything();
    run(run, plan, StageKind.CLEANUP, StageKind.CLEANUP, Set.of(all));
    assertThat(connect(plan).warehouse().datasets(plan.targetProject())).isEmpty();
  }

  private static Outcome stage(String run, Plan plan, Set<String> typed) {
    return run(run, plan, null, StageKind.STAGE, typed);
  }

  private static Outcome run(
      String run, Plan plan, StageKind from, StageKind until, Set<String> typed) {
    try (var journal = Journal.open(folder.resolve("runs").resolve(run))) {
      return new Engine(
              run,
              plan,
              connect(plan),
              journal,
              Around.in(folder).asking(request -> typed).on("ann-laptop").made())
          .run(from, until);
    }
  }

  private static Cloud connect(Plan plan) {
    return GoogleCloud.connect(CloudProfile.sandbox(sandbox.endpoint()), plan, job -> "none");
  }

  private static RunView view(String run) {
    return RunView.of(Journal.read(folder.resolve("runs").resolve(run)));
  }

  private static String text(String run) {
    return view(run).stage(StageKind.MIRROR).text();
  }
}
