package dev.backfill.plan;

import dev.backfill.plan.Rewrite.Mode;
import dev.backfill.text.Visible;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks what a plan says of a rewrite: its query, its predicate, and what must hold of both. */
final class RewriteChecker {
  private static final String KNOWN = "${" + Rewrite.SOURCE + "} and ${" + Rewrite.DAY + "}";

  private final PlanChecker plan;
  private final PlanFiles files;

  RewriteChecker(PlanChecker plan, PlanFiles files) {
    this.plan = plan;
    this.files = files;
  }

  Rewrite rewrite() {
    var query = sql("rewrite.query");
    if (query.isEmpty() && !isGiven("rewrite.query")) {
      plan.problem("rewrite.query", "is missing", "name the file of a SELECT, or write query_sql");
    }
    query.ifPresent(
        text ->
            List.of(Rewrite.SOURCE, Rewrite.DAY)
                .forEach(name -> requirePlaceholder(query(), text, name)));
    var affected = sql("rewrite.affected");
    return new Rewrite(query.orElse(""), affected, mode(affected));
  }

  private boolean isGiven(String field) {
    return plan.given(field) || plan.given(field + "_sql");
  }

  private String query() {
    return plan.given("rewrite.query_sql") ? "rewrite.query_sql" : "rewrite.query";
  }

  private Mode mode(Optional<String> affected) {
    var words = Arrays.stream(Mode.values()).map(Mode::id).collect(Collectors.joining(" or "));
    var word = plan.given("rewrite.mode") ? plan.text("rewrite.mode", null) : null;
    var found = Arrays.stream(Mode.values()).filter(one -> one.id().equals(word)).findFirst();
    if (found.isEmpty()) {
      plan.problem(
          "rewrite.mode",
          word == null ? "is missing" : "'" + word + "' is not offered",
          "write " + words);
    }
    found
        .filter(mode -> mode != Mode.ANY && affected.isEmpty() && !isGiven("rewrite.affected"))
        .ifPresent(
            mode ->
                plan.problem(
                    "rewrite.affected",
                    "is missing; mode " + mode.id() + " is checked by it",
                    "name the file of a predicate, write affected_sql, or write mode: any"));
    return found.orElse(Mode.ANY);
  }

  /** A text of SQL: that of the file which a field names, or that of the field with _sql. */
  private Optional<String> sql(String field) {
    var inline = field + "_sql";
    if (plan.given(field) && plan.given(inline)) {
      plan.problem(field, "stands beside " + inline, "leave one of the two");
      return Optional.empty();
    }
    if (plan.given(inline)) {
      var node = plan.at(inline);
      if (!node.isTextual()) {
        plan.problem(inline, "is not a text", "write SQL");
        return Optional.empty();
      }
      return checked(inline, node.asText());
    }
    if (!plan.given(field)) {
      return Optional.empty();
    }
    var name = plan.text(field, null);
    return name == null ? Optional.empty() : file(field, name).flatMap(sql -> checked(field, sql));
  }

  private Optional<String> file(String field, String name) {
    try {
      return Optional.of(files.text(name));
    } catch (InvalidPlan e) {
      e.problems().forEach(one -> plan.problem(field, one.what(), one.remedy()));
      return Optional.empty();
    }
  }

  private Optional<String> checked(String field, String sql) {
    var text = sql.replaceAll("\\r\\n?", "\n").strip();
    if (text.isEmpty()) {
      plan.problem(field, "is an empty text", "write SQL");
      return Optional.empty();
    }
    if (!Visible.text(text).equals(text)) {
      plan.problem(field, "holds what cannot be seen: " + unseen(text), "take it out");
    }
    Rewrite.PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals(Rewrite.SOURCE) && !name.equals(Rewrite.DAY))
        .distinct()
        .forEach(
            name ->
                plan.problem(
                    field, "${" + name + "} is no placeholder", "there are only " + KNOWN));
    return Optional.of(text);
  }

  private static String unseen(String text) {
    return text.lines()
        .filter(line -> !Visible.text(line).equals(line))
        .findFirst()
        .map(line -> "'" + Visible.line(line) + "'")
        .orElse("a line's end");
  }

  private void requirePlaceholder(String field, String text, String name) {
    if (!text.contains("${" + name + "}")) {
      plan.problem(
          field,
          "does not hold ${" + name + "}",
          "write it where the " + (name.equals(Rewrite.DAY) ? "day" : "table") + " stands");
    }
  }
}
