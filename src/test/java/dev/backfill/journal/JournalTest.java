package dev.backfill.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.backfill.problem.Problem;
import dev.backfill.settings.ProcLocks;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final Step STEP = new Step(StageKind.FINALIZE, "p:d.t$20200414");
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry.Opened(NOW, "r1", "0.1.0", "sandbox", "name: x\n"),
          new Entry.Started(NOW, STEP, 1, "r1-finalize-1"),
          new Entry.Ended(
              NOW,
              STEP,
              1,
              new StepResult.Refused(List.of(Problem.said("one"), Problem.said("two")))),
          new Entry.Ended(NOW, STEP, 2, new StepResult.Failed("BC-1", "text")),
          new Entry.Agreed(NOW, StageKind.CLEANUP, "p", List.of("d")),
          new Entry.Closed(NOW, "done"));

  @TempDir Path folder;

  @Test
  void readsWhatItWrote() {
    write();
    assertThat(Journal.read(folder)).isEqualTo(ENTRIES);
    try (var journal = Journal.open(folder)) {
      assertThat(journal.entries()).isEqualTo(ENTRIES);
    }
  }

  /** Of 9,300 cells the names and digests that facts repeat would be a quarter of what lives. */
  @Test
  void holdsEqualTextsOnce() {
    write();
    try (var journal = Journal.open(folder)) {
      journal.append(ENTRIES.get(4));
    }
    var read = Journal.read(folder);
    assertThat(((Entry.Agreed) read.get(6)).phrase())
        .isEqualTo("p")
        .isSameAs(((Entry.Agreed) read.get(4)).phrase());
  }

  @Test
  void leavesOutTornLastLineAndWritesOverIt() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    Files.writeString(file, "{\"entry\":\"clo", StandardOpenOption.APPEND);
    assertThat(Journal.read(folder)).isEqualTo(ENTRIES);
    try (var journal = Journal.open(folder)) {
      journal.append(ENTRIES.get(5));
    }
    assertThat(Journal.read(folder)).hasSize(7).endsWith(ENTRIES.get(5));
  }

  /** What a newer format allows looks like damage to this version, and must not be called so. */
  @Test
  void saysOfANewerFormatThatItIsNewerWhateverItsOtherLinesLookLike() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, lines.get(0).replaceFirst("\\}$", ",\"format\":7,\"playbook\":\"replay\"}"));
    lines.add(2, "@packed 0x4a5f");
    Files.write(file, lines);
    var before = Files.readAllBytes(file);
    for (var way :
        List.<ThrowingCallable>of(
            () -> Journal.read(folder),
            () -> Journal.open(folder),
            () -> JournalRepair.repair(folder, NOW))) {
      assertThatThrownBy(way)
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.NEWER))
          .hasMessageContaining("newer console", "the journal's format 7")
          .hasMessageContaining("begun with version 0.1.0. Use that version");
    }
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void readsJournalsThatSayNoFormatAsTheFirst() {
    write();
    assertThat(Journal.read(folder).get(0))
        .isInstanceOfSatisfying(
            Entry.Opened.class,
            opened -> {
              assertThat(opened.inFormat()).isEqualTo(1);
              assertThat(opened.ofPlaybook()).isEqualTo("replay");
            });
  }

  @Test
  void namesDamagedLineInTheMiddle() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    var lines = Files.readAllLines(file);
    lines.set(2, lines.get(2).substring(5));
    Files.write(file, lines);
    assertThatThrownBy(() -> Journal.read(folder))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Line 3 of");
  }

  @Test
  void keepsSecondWriterOut() throws IOException {
    try (var journal = Journal.open(folder)) {
      journal.append(ENTRIES.get(0));
      for (var i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Journal.open(folder))
            .isInstanceOfSatisfying(
                JournalException.class,
                e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.HELD))
            .hasMessageContaining("Another console")
            .hasMessageContaining("process " + ProcessHandle.current().pid() + " of ")
            .hasMessageContaining(", since ");
        // What a reader closes must not give the lock up.
        assertThat(Journal.read(folder)).hasSize(1);
        assertThat(ProcLocks.holds(folder.resolve(Journal.LOCK))).isTrue();
      }
      journal.append(ENTRIES.get(1));
    }
    assertThat(Journal.read(folder)).hasSize(2);
    Journal.open(folder).close();
    assertThat(folder).isDirectoryNotContaining("glob:**.holder");
  }

  @Test
  void writesOnAfterInterrupt() {
    try (var journal = Journal.open(folder)) {
      journal.append(ENTRIES.get(0));
      Thread.currentThread().interrupt();
      journal.append(ENTRIES.get(1));
      assertThat(Thread.interrupted()).isTrue();
      journal.append(ENTRIES.get(2));
    }
    assertThat(Journal.read(folder)).isEqualTo(ENTRIES.subList(0, 3));
  }

  @Test
  void isReadWhileLineIsHalfWritten() throws IOException {
    try (var journal = Journal.open(folder)) {
      ENTRIES.subList(0, 2).forEach(journal::append);
      var file = folder.resolve(Journal.FILE);
      var whole = Files.readAllBytes(file);
      for (var cut = whole.length - 1; cut > whole.length - 40; cut--) {
        var half = folder.resolve("half");
        Files.createDirectories(half);
        Files.write(half.resolve(Journal.FILE), Arrays.copyOf(whole, cut));
        assertThat(Journal.read(half)).hasSize(1);
      }
    }
  }

  /** What a kill before the first line, or a power loss, leaves; and how many entries count. */
  static Stream<Arguments> tails() {
    var zeros = new String(new char[5000]);
    return Stream.of(
        arguments("nothing", "", false),
        arguments("a first line without end", "{\"entry\":\"opened\",\"at\":\"20", false),
        arguments("zeros alone", zeros, false),
        arguments("zeros behind the last line", zeros, true),
        arguments("zeros in the line that was written", zeros + "\"outcome\":\"done\"}\n", true),
        arguments("a half line and zeros", "{\"entry\":\"clo" + zeros, true),
        arguments("a blank line", "\n", true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tails")
  void leavesOutWhatWasNeverAcknowledged(String name, String tail, boolean begun)
      throws IOException {
    var before = begun ? ENTRIES : List.<Entry>of();
    if (begun) {
      write();
    }
    Files.writeString(
        folder.resolve(Journal.FILE), tail, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    assertThat(Journal.read(folder)).isEqualTo(before);
    try (var journal = Journal.open(folder)) {
      assertThat(journal.entries()).isEqualTo(before);
      journal.append(ENTRIES.get(0));
    }
    assertThat(Journal.read(folder)).hasSize(before.size() + 1).endsWith(ENTRIES.get(0));
  }

  /** Lines that no console of this version wrote, and what is said of each. */
  static Stream<Arguments> others() {
    var damaged = JournalException.Kind.DAMAGED;
    var newer = JournalException.Kind.NEWER;
    var closed = "{\"entry\":\"closed\",\"at\":1586919600,\"outcome\":\"done\"}";
    return Stream.of(
        arguments("garbage", "\u0001garbage", damaged),
        arguments("two entries in one", closed + closed, damaged),
        arguments("the end of one", closed.substring(20), damaged),
        arguments("a start without its step", "{\"entry\":\"started\",\"at\":1}", damaged),
        arguments("no entry at all", "{\"a\":1}", damaged),
        arguments("zeros in the middle", "\0\0\0\0", damaged),
        arguments("broken UTF-8", closed.replace("done", "d\u00e9"), damaged),
        arguments("an entry of the future", "{\"entry\":\"leased\",\"at\":1}", newer),
        arguments(
            "a stage of another form",
            "{\"entry\":\"started\",\"at\":1,\"step\":\"Re write:x\",\"attempt\":1}",
            newer),
        arguments(
            "a result of the future",
            "{\"entry\":\"ended\",\"at\":1,\"step\":\"mirror:x\",\"result\":{\"is\":\"later\"}}",
            newer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void tellsDamageFromNewerConsoles(String name, String line, JournalException.Kind kind)
      throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(3, line);
    Files.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    var before = Files.readAllBytes(file);
    for (var way :
        List.<ThrowingCallable>of(() -> Journal.read(folder), () -> Journal.open(folder))) {
      assertThatThrownBy(way)
          .isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.kind()).isEqualTo(kind))
          .hasMessageContaining("Line 4 of")
          .hasMessageContaining(
              kind == JournalException.Kind.NEWER ? "newer console" : "Repair the journal");
    }
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void saysWhenItsFirstLineIsMissing() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    var lines = Files.readAllLines(file);
    Files.write(file, lines.subList(1, lines.size()));
    assertThatThrownBy(() -> Journal.read(folder))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("lacks its first line, which holds the plan");
  }

  @Test
  void leavesNothingOfRunThatNeverBegan() {
    var run = folder.resolve("r1");
    Journal.open(run).close();
    assertThat(run).doesNotExist();
  }

  /** What can happen to an open journal's folder, each of which would leave the rest untold. */
  enum Loss {
    REMOVED {
      @Override
      void happen(Path run) throws IOException {
        for (var file : List.of(FILE, LOCK, "journal.holder")) {
          Files.delete(run.resolve(file));
        }
        Files.delete(run);
      }
    },
    MOVED {
      @Override
      void happen(Path run) throws IOException {
        Files.move(run, run.resolveSibling("elsewhere"));
      }
    },
    REPLACED_BY_COPY {
      @Override
      void happen(Path run) throws IOException {
        Files.copy(run.resolve(FILE), run.resolve("copy"));
        Files.move(run.resolve("copy"), run.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
      }
    },
    WRITTEN_BY_OTHERS {
      @Override
      void happen(Path run) throws IOException {
        Files.writeString(run.resolve(FILE), "x\n", StandardOpenOption.APPEND);
      }
    },
    WITHOUT_LOCK {
      @Override
      void happen(Path run) throws IOException {
        Files.delete(run.resolve(LOCK));
      }
    };

    private static final String FILE = Journal.FILE;
    private static final String LOCK = Journal.LOCK;

    abstract void happen(Path run) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void noticesItsLossBeforeTheNextEntryAndKeepsWhatItWrote(Loss loss) throws IOException {
    var run = folder.resolve("r1");
    try (var journal = Journal.open(run)) {
      ENTRIES.subList(0, 3).forEach(journal::append);
      loss.happen(run);
      assertThatThrownBy(() -> journal.append(ENTRIES.get(3)))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.LOST))
          .hasMessageContaining("kept in " + folder.resolve("r1.journal.jsonl-1"));
      assertThat(journal.entries()).hasSize(3);
    }
    Files.createDirectories(folder.resolve("again"));
    Files.move(folder.resolve("r1.journal.jsonl-1"), folder.resolve("again").resolve(Journal.FILE));
    assertThat(Journal.read(folder.resolve("again"))).isEqualTo(ENTRIES.subList(0, 3));
  }

  @Test
  void saysWhenThereIsNone() {
    assertThatThrownBy(() -> Journal.read(folder.resolve("none")))
        .hasMessageContaining("There is no run at");
  }

  private void write() {
    try (var journal = Journal.open(folder)) {
      ENTRIES.forEach(journal::append);
    }
  }
}
