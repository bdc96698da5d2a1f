package dev.backfill.landing;

import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.run.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a packet comes from. Its digest shows that it is whole, not who made it: whoever edits one
 * can compute the digest anew. Only the journal of its run, where that is at hand, holds the digest
 * of the packet that the run made; elsewhere the cloud alone can be asked.
 *
 * @param journal the folder of the run whose journal was looked at; empty when none is at hand
 * @param problem why the packet is not the one that its run handed over last; empty when it is, or
 *     when that is not known
 */
public record PacketOrigin(Optional<Path> journal, Optional<String> problem) {

  /** The journal of its run is not at hand. */
  public static final PacketOrigin UNKNOWN = new PacketOrigin(Optional.empty(), Optional.empty());

  /**
   * Looks for the journal of a packet's run: in the folder of this machine's runs, and beside the
   * packet, where the run put it.
   */
  public static PacketOrigin of(Packet packet, Path file, Path runs) {
    var beside = file.toAbsolutePath().getParent();
    var origin = UNKNOWN;
    for (var folder : List.of(beside, runs.resolve(packet.run()))) {
      if (Files.exists(folder.resolve(Journal.FILE)) && origin.problem.isEmpty()) {
        origin = look(packet, folder).orElse(origin);
      }
    }
    return origin;
  }

  /** What one journal says; nothing when it is another run's. */
  private static Optional<PacketOrigin> look(Packet packet, Path folder) {
    List<Entry> entries;
    try {
      entries = Journal.read(folder);
      if (!RunView.of(entries).opened().run().equals(packet.run())) {
        return Optional.empty();
      }
    } catch (JournalException e) {
      return Optional.of(problem(folder, "cannot be read: " + e.getMessage()));
    }
    var digests = entries.stream().flatMap(PacketOrigin::digest).toList();
    if (!digests.contains(packet.digest())) {
      return Optional.of(
          problem(
              folder,
              "knows no packet "
                  + packet.digest()
                  + ": this one was changed, or made by others. Do not execute it."));
    }
    var newest = digests.get(digests.size() - 1);
    return Optional.of(
        newest.equals(packet.digest())
            ? new PacketOrigin(Optional.of(folder), Optional.empty())
            : problem(folder, "handed over a newer packet, " + newest + ". Take that one."));
  }

  private static Stream<String> digest(Entry entry) {
    return entry instanceof Entry.Observed observed
            && observed.fact() instanceof ProductionFact.PacketMade made
        ? Stream.of(made.digest())
        : Stream.empty();
  }

  private static PacketOrigin problem(Path folder, String what) {
    var text = "The journal of its run, in " + folder + ", " + what;
    return new PacketOrigin(Optional.of(folder), Optional.of(text));
  }
}
