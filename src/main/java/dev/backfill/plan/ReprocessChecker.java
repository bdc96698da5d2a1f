package dev.backfill.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a plan of rejected documents says of its own. */
final class ReprocessChecker {
  private static final Pattern TABLE = Pattern.compile("\\w{1,1024}");

  // Twenty causes at once are twenty runs that nobody can look at.
  private static final int MOST_MESSAGES = 20;

  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  private static final Map<String, Reprocess.After> AFTER =
      Map.of("leave", Reprocess.After.LEAVE, "delete", Reprocess.After.DELETE);

  private final PlanChecker plan;
  private final List<DocumentType> documents;

  ReprocessChecker(PlanChecker plan, List<DocumentType> documents) {
    this.plan = plan;
    this.documents = documents;
  }

  Reprocess task() {
    var after = plan.choice("errors.after", "leave", AFTER);
    var messages = texts("errors.messages", MOST_MESSAGES);
    var errorType = optional("errors.error_type");
    var exceptionClass = optional("errors.exception_class");
    if (messages.isEmpty() && errorType.isEmpty() && exceptionClass.isEmpty()) {
      plan.problem(
          "errors",
          "does not say which rejected documents are meant",
          "give it messages: [ \"%pattern of LIKE%\" ], an error_type or an exception_class");
    }
    return new Reprocess(
        plan.given("errors.table")
            ? Optional.ofNullable(plan.matching("errors.table", TABLE, "the name of a table", null))
            : Optional.empty(),
        messages,
        errorType,
        exceptionClass,
        laterDays(),
        texts("downstream", Integer.MAX_VALUE),
        new TemplateChecker(plan, documents).template(),
        after,
        nullShares());
  }

  private List<String> nullShares() {
    var columns = texts("validate.null_shares", Reprocess.MOST_NULL_SHARES);
    for (var column : columns) {
      if (!COLUMN.matcher(column).matches()) {
        plan.problem(
            "validate.null_shares",
            "'" + column + "' is no column",
            "write names of columns, parts of records with dots");
      }
    }
    return columns;
  }

  private Optional<String> optional(String field) {
    return plan.given(field) ? Optional.ofNullable(plan.text(field, null)) : Optional.empty();
  }

  private int laterDays() {
    var field = "deduplicate.later_days";
    var node = plan.at(field);
    if (!plan.given(field)) {
      return 0;
    }
    if (!node.canConvertToInt() || node.asInt() < 0 || node.asInt() > Reprocess.MOST_LATER_DAYS) {
      plan.problem(
          field,
          "'" + node.asText() + "' is not a number of days",
          "write 0 to " + Reprocess.MOST_LATER_DAYS);
      return 0;
    }
    return node.asInt();
  }

  private List<String> texts(String field, int most) {
    var node = plan.at(field);
    var texts = new ArrayList<String>();
    if (node.isMissingNode() || node.isNull()) {
      return texts;
    }
    if (!node.isArray() || node.size() > most) {
      plan.problem(
          field,
          node.isArray() ? "has more than " + most + " entries" : "is no list of texts",
          "write a list, [ \"one\", \"other\" ]");
      return texts;
    }
    for (var i = 0; i < node.size(); i++) {
      var one = node.get(i);
      var at = field + "[" + i + "]";
      if (!one.isValueNode() || one.asText().isBlank()) {
        plan.problem(at, "is not a text", "write one value");
      } else {
        Optional.ofNullable(plan.line(at, one.asText(), null)).ifPresent(texts::add);
      }
    }
    return texts;
  }
}
