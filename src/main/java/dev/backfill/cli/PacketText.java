package dev.backfill.cli;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketOrigin;
import dev.backfill.plan.Plan;
import dev.backfill.text.Amounts;
import java.time.Instant;
import java.util.Optional;

/**
 * A packet as a terminal shows it: what follows from its plan and its fingerprints, as a shell's
 * comments, and the commands that follow from them.
 */
record PacketText(Streams streams, Packet packet, PacketOrigin origin) {
  void print() {
    var plan = packet.plan();
    note("Packet " + packet.digest() + " of run " + packet.run() + " on " + packet.cloud());
    note(
        "made "
            + Amounts.second(packet.made())
            + packet.by().map(who -> " by " + who).orElse("")
            + ", valid until "
            + Amounts.second(packet.expires()));
    note("plan " + plan.name() + ": " + plan.reason());
    note(
        origin
            .journal()
            .map(folder -> "Verified: it matches the journal of its run in " + folder + ".")
            .orElse(
                "Not verified: the journal of its run is not on this machine, and a packet can be"
                    + " edited and its digest recomputed. Get the digest from the run's owner"
                    + " through another channel."));
    packet.hazards().forEach(hazard -> note("Know before: " + hazard));
    if (packet.holdsOtherCommands()) {
      note("The commands that stand in the file are others than these, and are not shown.");
    }
    var commands = packet.commands();
    for (int i = 0; i < commands.size(); i++) {
      note(what(plan, packet.items().get(i)));
      streams.say(commands.get(i));
    }
  }

  private void note(String line) {
    streams.say("# " + line);
  }

  private static String what(Plan plan, Packet.Item item) {
    return item.production().partition()
        + switch (plan.finish().mode()) {
          case OVERWRITE -> " loses ";
          case APPEND -> " keeps ";
        }
        + held(item.production())
        + " and gets "
        + item.rows()
        + " rows of "
        + item.staging().partition();
  }

  private static String held(Fingerprint seen) {
    Optional<Instant> changed = seen.modified();
    return seen.rows()
        + " rows, "
        + Amounts.bytes(seen.bytes())
        + changed.map(time -> ", last changed " + Amounts.second(time)).orElse("");
  }
}
