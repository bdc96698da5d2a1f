package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.confirm.Holder;
import java.util.List;
import java.util.Optional;

/**
 * A lease: who took it, since when, of what, from whom; and whether it was given back.
 *
 * @param holder the run and its console, with the time
 * @param places the names of what it is for
 * @param from who held some of it before, and was taken over
 * @param unlabelled what of it may not be labelled
 */
public record LeaseHeld(
    Holder holder,
    List<String> places,
    List<Former> from,
    List<Unlabelled> unlabelled,
    boolean returned)
    implements Fact {
  static final String TOPIC = "lease";

  /** Who held a place before. */
  public record Former(String name, String run, String console) {}

  /** A place without a label, and why. */
  public record Unlabelled(String name, String why) {}

  public LeaseHeld {
    places = List.copyOf(places);
    from = List.copyOf(from);
    unlabelled = List.copyOf(unlabelled);
  }

  /** The places that labels hold. */
  public List<String> labelled() {
    var without = unlabelled.stream().map(Unlabelled::name).toList();
    return places.stream().filter(name -> !without.contains(name)).toList();
  }

  /** The same, given back. */
  public LeaseHeld givenBack() {
    return new LeaseHeld(holder, places, from, unlabelled, true);
  }

  static LeaseHeld read(Members members) {
    return new LeaseHeld(
        new Holder(
            members.text("run"), members.text("console"), Optional.of(members.time("since"))),
        members.texts("places"),
        members.each(
            "from", one -> new Former(one.text("name"), one.text("run"), one.text("console"))),
        members.each("unlabelled", one -> new Unlabelled(one.text("name"), one.text("why"))),
        members.flag("returned"));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("run", holder.run()).put("console", holder.console());
    node.put("since", holder.since().orElseThrow().toString());
    Members.put(node, "places", places);
    var former = node.putArray("from");
    from.forEach(
        one ->
            former
                .addObject()
                .put("name", one.name())
                .put("run", one.run())
                .put("console", one.console()));
    var without = node.putArray("unlabelled");
    unlabelled.forEach(one -> without.addObject().put("name", one.name()).put("why", one.why()));
    return returned ? node.put("returned", true) : node;
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.lease(this);
  }
}
