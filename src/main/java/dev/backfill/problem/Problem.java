package dev.backfill.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.backfill.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One thing that is wrong.
 *
 * @param where the field of a plan or the key of a cell that it is about; empty for the whole
 * @param what what is wrong: a sentence, or words that follow the field's name
 * @param remedy what to do about it; empty where the place that shows it says so for all of a kind
 * @param details what is under it, a line each
 * @param actions what the console can do about it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(
    Where where, String what, String remedy, List<String> details, List<Action> actions) {
  /**
   * What a problem is about.
   *
   * @param name the field's name, or the cell's key
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Where(Kind kind, String name) {
    /** What the name is of. */
    public enum Kind {
      FIELD,
      CELL
    }
  }

  public Problem {
    Objects.requireNonNull(what);
    details = List.copyOf(details);
    actions = List.copyOf(actions);
  }

  /** Reads one; what is not there is empty, and acts that only a newer console knows are left. */
  @JsonCreator
  static Problem read(
      @JsonProperty("where") Where where,
      @JsonProperty("what") String what,
      @JsonProperty("remedy") String remedy,
      @JsonProperty("details") List<String> details,
      @JsonProperty("actions") List<Map<String, String>> actions) {
    return new Problem(
        where,
        what,
        remedy == null ? "" : remedy,
        details == null ? List.of() : details,
        Stream.ofNullable(actions)
            .flatMap(List::stream)
            .flatMap(one -> Action.read(one).stream())
            .toList());
  }

  /** A problem with what to do about it: two sentences. */
  public static Problem of(String what, String remedy) {
    return new Problem(null, what, remedy, List.of(), List.of());
  }

  /** What someone else said, or a journal that kept no more than a text. */
  public static Problem said(String text) {
    return of(text, "");
  }

  /** Whether it is no more than a text. */
  @JsonIgnore
  public boolean isOnlySaid() {
    return equals(said(what));
  }

  /** What is wrong with a plan's field, in words that follow its name. */
  public static Problem ofField(String field, String what, String remedy) {
    return new Problem(new Where(Where.Kind.FIELD, field), what, remedy, List.of(), List.of());
  }

  /** The same about a cell, by its key. */
  public Problem inCell(String key) {
    return new Problem(new Where(Where.Kind.CELL, key), what, remedy, details, actions);
  }

  /** The same with acts besides. */
  public Problem with(Action... more) {
    return new Problem(where, what, remedy, details, joined(actions, List.of(more)));
  }

  /** The same with lines under it besides. */
  public Problem under(List<String> lines) {
    return new Problem(where, what, remedy, joined(details, lines), actions);
  }

  /** The field's or cell's name; empty for the whole. */
  public String field() {
    return where == null ? "" : where.name();
  }

  /** What is wrong and what to do in one line. */
  public String line() {
    if (where != null && where.kind() == Where.Kind.FIELD) {
      return Visible.line(where.name() + ": " + what + "; " + remedy);
    }
    return remedy.isEmpty() ? what : what + " " + remedy;
  }

  /** The line, and below it what is under it. */
  public String text() {
    return details.isEmpty() ? line() : line() + "\n  " + String.join("\n  ", details);
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  @Override
  public String toString() {
    return text();
  }
}
