package dev.backfill.journal;

import dev.backfill.fact.LinesLost;
import dev.backfill.journal.JournalLines.Reading;
import dev.backfill.journal.JournalScan.Line;
import dev.backfill.journal.JournalScan.Tail;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is whole of a damaged journal: every whole entry, wherever it stands, in the order of
 * the file, also one that ran into the rest of another. Nothing is left out that can be read: an
 * entry that is missing is asked of the cloud again, by the id of its job; one that was dropped
 * though it is whole could make a run do again what it did. Where lines were lost a mark is left.
 */
public final class JournalRepair {
  /** How an entry begins; in a text of one its quotes are escaped. */
  static final byte[] ENTRY = "{\"entry\":\"".getBytes(StandardCharsets.UTF_8);

  private final Path file;
  private final byte[] content;
  private final Instant now;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final List<Loss> losses = new ArrayList<>();
  private StageKind stage = StageKind.PREFLIGHT;
  private int entries;

  /** What a repair came to. */
  public sealed interface Result {
    /** Nothing is damaged. */
    record Whole(int entries) implements Result {}

    /** There is no entry: nothing was done, and there is nothing to repair. */
    record NeverBegan() implements Result {}

    /**
     * What was whole was kept.
     *
     * @param copy the journal as it was
     * @param entries how many entries were kept
     * @param cutOff bytes at the end that were no whole line: such were never acknowledged
     */
    record Repaired(Path copy, int entries, List<Loss> losses, int cutOff) implements Result {}
  }

  /**
   * A damaged line.
   *
   * @param line its number, from 1
   * @param bytes how many of its bytes were lost
   * @param saved how many whole entries stood in it and were kept
   * @param stage the stage that was under way
   */
  public record Loss(int line, int bytes, int saved, StageKind stage) {}

  private JournalRepair(Path file, byte[] content, Instant now) {
    this.file = file;
    this.content = content;
    this.now = now;
  }

  /**
   * Repairs the journal of a run's folder, beside a copy of the old one.
   *
   * @throws JournalException when there is none, another console has it open, or its first line,
   *     which holds the plan, is lost; then nothing is changed
   */
  public static Result repair(Path folder, Instant now) {
    var file = folder.resolve(Journal.FILE);
    Journal.content(file);
    try (var lock = Journal.lock(folder)) {
      var result = new JournalRepair(file, Journal.content(file), now).repair();
      if (!lock.isInPlace()) {
        throw new IOException("The run's folder was replaced meanwhile");
      }
      return result;
    } catch (IOException e) {
      throw new JournalException(
          JournalException.Kind.DISK,
          "The journal " + file + " cannot be repaired.",
          "Check the folder's permissions and free space.",
          e);
    }
  }

  private Result repair() throws IOException {
    var scan = JournalScan.of(content);
    if (scan.lines().isEmpty()) {
      return new Result.NeverBegan();
    }
    if (scan.lines().get(0).reading() instanceof Reading.Whole first) {
      JournalLines.refuseNewer(file, 1, first.entry(), List.of(first.entry()));
    }
    // What is lost before any stage is told of is lost of the first one.
    scan.lines().stream()
        .flatMap(line -> underWay(line).stream())
        .findFirst()
        .ifPresent(first -> stage = first);
    scan.lines().forEach(this::keep);
    if (losses.isEmpty() && scan.tail() == Tail.NONE) {
      return new Result.Whole(entries);
    }
    // A newer console's first line may be of a kind that this one does not know.
    var first =
        kept.size() == 0 ? null : JournalScan.of(kept.toByteArray()).lines().get(0).reading();
    if (first == null
        || first instanceof Reading.Whole whole && !(whole.entry() instanceof Entry.Opened)) {
      throw JournalLines.headless(file);
    }
    var copy = Copies.keep(file.resolveSibling(Journal.FILE + ".damaged"), content);
    Copies.replace(file, kept.toByteArray());
    return new Result.Repaired(copy, entries, List.copyOf(losses), content.length - scan.end());
  }

  private static Optional<StageKind> underWay(Line line) {
    return line.reading() instanceof Reading.Whole whole
        ? whole.entry().accept(new UnderWay())
        : Optional.empty();
  }

  private void keep(Line line) {
    if (line.reading() instanceof Reading.Whole whole) {
      keep(line.from(), line.to(), whole.entry());
    } else if (line.reading() instanceof Reading.Newer) {
      keep(line.from(), line.to(), null);
    } else {
      lose(line);
    }
  }

  private void keep(int from, int to, Entry entry) {
    kept.write(content, from, to - from);
    kept.write('\n');
    entries++;
    stage = entry == null ? stage : entry.accept(new UnderWay()).orElse(stage);
  }

  private void lose(Line line) {
    var lost = line.to() - line.from();
    var saved = 0;
    var under = stage;
    var at = line.from();
    while ((at = next(at, line.to())) < line.to()) {
      var end = end(at, line.to());
      if (JournalLines.parse(content, at, end) instanceof Reading.Whole whole) {
        if (saved == 0) {
          mark(line, under);
        }
        keep(at, end, whole.entry());
        saved++;
        lost -= end - at;
        at = end;
      } else {
        at++;
      }
    }
    if (saved == 0) {
      mark(line, under);
    }
    losses.add(new Loss(line.number(), lost, saved, under));
  }

  /** Before the first line there is no place for a mark. */
  private void mark(Line line, StageKind under) {
    if (entries > 0) {
      var mark = new Entry.Observed(now, under, new LinesLost(line.number()));
      kept.writeBytes(JournalLines.write(mark).line());
    }
  }

  /** Where the next entry may begin. */
  private int next(int from, int to) {
    for (var i = from; i + ENTRY.length <= to; i++) {
      if (Arrays.equals(content, i, i + ENTRY.length, ENTRY, 0, ENTRY.length)) {
        return i;
      }
    }
    return to;
  }

  /** Behind the brace that closes the one at a place. */
  private int end(int from, int to) {
    var depth = 0;
    var text = false;
    for (var i = from; i < to; i++) {
      var b = content[i];
      if (text) {
        i += b == '\\' ? 1 : 0;
        text = b != '"';
      } else if (b == '"') {
        text = true;
      } else if (b == '{') {
        depth++;
      } else if (b == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return to;
  }

  /** The stage that an entry tells was under way. */
  private static final class UnderWay implements Entry.Visitor<Optional<StageKind>> {
    @Override
    public Optional<StageKind> opened(Entry.Opened entry) {
      return Optional.empty();
    }

    @Override
    public Optional<StageKind> started(Entry.Started entry) {
      return Optional.of(entry.step().stage());
    }

    @Override
    public Optional<StageKind> ended(Entry.Ended entry) {
      return Optional.of(entry.step().stage());
    }

    @Override
    public Optional<StageKind> observed(Entry.Observed entry) {
      return Optional.of(entry.stage());
    }

    @Override
    public Optional<StageKind> agreed(Entry.Agreed entry) {
      return Optional.empty();
    }

    @Override
    public Optional<StageKind> accepted(Entry.Accepted entry) {
      return Optional.empty();
    }

    @Override
    public Optional<StageKind> leftOut(Entry.LeftOut entry) {
      return Optional.empty();
    }

    @Override
    public Optional<StageKind> again(Entry.Again entry) {
      return Optional.empty();
    }

    @Override
    public Optional<StageKind> closed(Entry.Closed entry) {
      return Optional.empty();
    }
  }
}
