package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.util.List;

/**
 * Rejected documents of a type as they were seen before anything was made.
 *
 * @param type the document type
 * @param days the plan's days and some around them, those alone that hold any
 * @param caught what the plan's filter catches on the plan's days, by message, the most frequent
 *     first
 * @param left what it leaves out of the same documents
 */
public record ScopeSeen(String type, List<Day> days, List<Group> caught, List<Group> left)
    implements Fact {
  static final String TOPIC = "rejected";

  /**
   * Rejected documents of a day (UTC).
   *
   * @param planned whether the plan names the day
   * @param caught how many the filter catches
   * @param all how many there are, for whatever cause
   */
  public record Day(LocalDate day, boolean planned, long caught, long all) {}

  /** Rejected documents whose messages differ in numbers alone. */
  public record Group(String errorType, String exceptionClass, String message, long rows) {}

  public ScopeSeen {
    days = List.copyOf(days);
    caught = List.copyOf(caught);
    left = List.copyOf(left);
  }

  static ScopeSeen read(Members members) {
    return new ScopeSeen(
        members.text("type"),
        members.each(
            "days",
            one ->
                new Day(
                    LocalDate.parse(one.text("day")),
                    one.ifText("planned").isPresent(),
                    one.number("caught"),
                    one.number("all"))),
        groups(members, "caught"),
        groups(members, "left"));
  }

  private static List<Group> groups(Members members, String name) {
    return members.each(
        name,
        one ->
            new Group(
                one.ifText("error_type").orElse(""),
                one.ifText("exception_class").orElse(""),
                one.ifText("message").orElse(""),
                one.number("rows")));
  }

  /** How many the filter catches on the plan's days. */
  public long rows() {
    return days.stream().filter(Day::planned).mapToLong(Day::caught).sum();
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode().put("type", type);
    var list = node.putArray("days");
    for (var day : days) {
      var one = list.addObject().put("day", day.day().toString());
      if (day.planned()) {
        one.put("planned", "yes");
      }
      one.put("caught", day.caught()).put("all", day.all());
    }
    write(node.putArray("caught"), caught);
    write(node.putArray("left"), left);
    return node;
  }

  private static void write(ArrayNode list, List<Group> groups) {
    for (var group : groups) {
      list.addObject()
          .put("error_type", group.errorType())
          .put("exception_class", group.exceptionClass())
          .put("message", group.message())
          .put("rows", group.rows());
    }
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.scope(this);
  }
}
