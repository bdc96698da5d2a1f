package dev.backfill.ui.model;

import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One partition that a packet overwrites.
 *
 * @param to the production partition, as an operator types it
 * @param losing rows that production held when the packet was made
 * @param bytes logical bytes of these rows
 * @param changed production's last change then; empty when there was no such partition
 * @param getting rows that the packet brings
 * @param copied rows that were copied when the packet was executed here
 */
public record PacketRow(
    String to,
    long losing,
    long bytes,
    Optional<Instant> changed,
    long getting,
    Optional<Long> copied) {

  /** The partitions of a packet; the result of its execution may be null. */
  public static List<PacketRow> of(Packet packet, PacketExecution.Result result) {
    return packet.items().stream().map(item -> row(item, result)).toList();
  }

  private static PacketRow row(Packet.Item item, PacketExecution.Result result) {
    var seen = item.production();
    return new PacketRow(
        seen.partition(),
        seen.rows(),
        seen.bytes(),
        seen.modified(),
        item.rows(),
        result == null
            ? Optional.empty()
            : result.copied().stream()
                .filter(copy -> copy.jobId().startsWith(item.job()))
                .flatMap(copy -> copy.rows().stream())
                .findFirst());
  }
}
