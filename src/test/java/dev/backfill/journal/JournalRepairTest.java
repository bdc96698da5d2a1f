package dev.backfill.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.fact.LinesLost;
import dev.backfill.journal.JournalRepair.Loss;
import dev.backfill.journal.JournalRepair.Result;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class JournalRepairTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final Step COPY = new Step(StageKind.FINALIZE, "p:d.t$20200414");
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry.Opened(NOW, "r1", "0.1.0", "sandbox", "name: x\n"),
          new Entry.Started(NOW, new Step(StageKind.VALIDATE, "whole"), 1, null),
          new Entry.Started(NOW, COPY, 1, "r1-finalize-1"),
          new Entry.Ended(
              NOW,
              COPY,
              1,
              new StepResult.Refused(List.of(Problem.said("a \"{\\\" }"), Problem.said("two")))),
          new Entry.Ended(NOW, COPY, 2, new StepResult.Failed("BC-1", "an ä and a \uD83D\uDE00")),
          new Entry.Agreed(NOW, StageKind.CLEANUP, "p", List.of("d")),
          new Entry.Closed(NOW, "done"));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve(Journal.FILE);
    try (var journal = Journal.open(folder)) {
      ENTRIES.forEach(journal::append);
    }
  }

  @Test
  void leavesWholeJournalAlone() throws IOException {
    var before = Files.readAllBytes(file);
    assertThat(repair()).isEqualTo(new Result.Whole(ENTRIES.size()));
    assertThat(file).hasBinaryContent(before);
    assertThat(copies()).isEmpty();
    Files.write(file, new byte[0]);
    assertThat(repair()).isEqualTo(new Result.NeverBegan());
    Files.write(file, new byte[300]);
    assertThat(repair()).isEqualTo(new Result.NeverBegan());
    assertThat(copies()).isEmpty();
  }

  /** Two writers at one place: of the longer line the end stays, behind the shorter one. */
  @Test
  void keepsEveryWholeEntryOfTwoWritersBesideCopyOfTheOld() throws IOException {
    var lines = lines();
    lines.set(4, lines.get(4).substring(lines.get(4).length() - 30));
    rewrite(lines);
    var old = Files.readAllBytes(file);
    var result = (Result.Repaired) repair();
    assertThat(result.losses())
        .containsExactly(new Loss(5, lines.get(4).getBytes(UTF_8).length, 0, StageKind.FINALIZE));
    assertThat(result.entries()).isEqualTo(6);
    assertThat(result.copy()).hasFileName("journal.jsonl.damaged-1").hasBinaryContent(old);
    var read = Journal.read(folder);
    assertThat(read).hasSize(7);
    assertThat(read.get(4))
        .as("the mark where the line was lost")
        .isInstanceOfSatisfying(
            Entry.Observed.class,
            mark -> {
              assertThat(mark.fact()).isInstanceOf(LinesLost.class);
              assertThat(mark.stage()).isEqualTo(StageKind.FINALIZE);
            });
    assertThat(entries(read)).isEqualTo(without(4));
    assertThat(repair()).isEqualTo(new Result.Whole(7));
    // Damaged again: the first copy stays as it is.
    rewrite(List.of(lines().get(0), "\u0000\u0000", lines().get(1)));
    assertThat(((Result.Repaired) repair()).copy()).hasFileName("journal.jsonl.damaged-2");
    assertThat(result.copy()).hasBinaryContent(old);
  }

  @Test
  void savesWholeEntriesThatStandInDamagedLines() throws IOException {
    var lines = lines();
    var start = lines.get(2);
    lines.set(2, lines.get(1).substring(0, 50) + start + lines.get(3) + "}x");
    lines.remove(3);
    rewrite(lines);
    var result = (Result.Repaired) repair();
    assertThat(result.losses()).containsExactly(new Loss(3, 52, 2, StageKind.VALIDATE));
    assertThat(entries(Journal.read(folder))).isEqualTo(ENTRIES);
  }

  @Test
  void cutsWhatWasNeverAcknowledgedOff() throws IOException {
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
    var result = (Result.Repaired) repair();
    assertThat(result.losses()).isEmpty();
    assertThat(result.cutOff()).isPositive();
    assertThat(Journal.read(folder)).isEqualTo(without(6));
  }

  @Test
  void keepsWhatNewerConsolesWrote() throws IOException {
    var lines = lines();
    var leased = "{\"entry\":\"leased\",\"at\":1,\"until\":2}";
    lines.set(3, leased);
    lines.set(4, "garbage");
    rewrite(lines);
    assertThat(((Result.Repaired) repair()).entries()).isEqualTo(6);
    assertThat(lines()).contains(leased).doesNotContain("garbage");
  }

  @Test
  void refusesWithoutTheFirstLineAndWhileAnotherHasTheRun() throws IOException {
    var lines = lines();
    lines.set(2, "garbage");
    rewrite(lines);
    var old = Files.readAllBytes(file);
    try (var lock = Journal.lock(folder)) {
      assertThat(lock.isInPlace()).isTrue();
      assertThatThrownBy(this::repair)
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.HELD));
      assertThat(file).hasBinaryContent(old);
    }
    lines.set(0, lines.get(0).substring(4));
    rewrite(lines);
    old = Files.readAllBytes(file);
    assertThatThrownBy(this::repair).hasMessageContaining("lacks its first line");
    assertThat(file).hasBinaryContent(old);
    assertThat(copies()).isEmpty();
    assertThatThrownBy(() -> JournalRepair.repair(folder.resolve("none"), NOW))
        .hasMessageContaining("There is no run at");
  }

  /** Whatever happens to some bytes, each line that was not touched is there, in order. */
  @Test
  void keepsEveryUntouchedLineUnderRandomDamage() throws IOException {
    var whole = Files.readAllBytes(file);
    var lines = lines();
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var damaged = whole.clone();
      var from =
          lines.get(0).length() + 1 + random.nextInt(whole.length - lines.get(0).length() - 1);
      var to = Math.min(whole.length, from + 1 + random.nextInt(120));
      for (var i = from; i < to; i++) {
        damaged[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
      }
      var out = new ByteArrayOutputStream();
      out.write(damaged, 0, from);
      // Half of the time bytes are missing, not other ones.
      var cut = random.nextBoolean() ? from : to;
      out.write(damaged, cut, to - cut);
      out.write(damaged, to, whole.length - to);
      Files.write(file, out.toByteArray());
      repair();
      var left = lines();
      var untouched = new ArrayList<String>();
      var start = 0;
      for (var line : lines) {
        var end = start + line.getBytes(UTF_8).length + 1;
        if (end <= from || start >= to) {
          untouched.add(line);
        }
        start = end;
      }
      assertThat(left).as("seed " + seed).containsSubsequence(untouched);
      try (var journal = Journal.open(folder)) {
        journal.append(ENTRIES.get(6));
      } catch (JournalException e) {
        // The name of an entry that lost letters may be the name of a newer one.
        assertThat(e.kind()).as("seed " + seed).isEqualTo(JournalException.Kind.NEWER);
      }
    }
  }

  private Result repair() {
    return JournalRepair.repair(folder, NOW);
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(List.of(Files.readString(file).split("\n")));
  }

  private void rewrite(List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static List<Entry> entries(List<Entry> read) {
    return read.stream()
        .filter(e -> !(e instanceof Entry.Observed one && one.fact() instanceof LinesLost))
        .toList();
  }

  private static List<Entry> without(int index) {
    var rest = new ArrayList<>(ENTRIES);
    rest.remove(index);
    return rest;
  }

  private List<Path> copies() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains("damaged")).toList();
    }
  }
}
