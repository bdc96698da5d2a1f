package dev.backfill.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rejected documents are decoded once more and added to production.
 *
 * @param table the table of payload_bytes_error that they lie in; empty for that of each type's
 *     family
 * @param messages patterns of LIKE, of which a row's error_message must match one; empty for any
 * @param errorType what a row's error_type must be
 * @param exceptionClass what a row's exception_class must be
 * @param laterDays how many days after its own a document's id is looked for in stable, too
 * @param downstream what is to be run once the rows are there, for people
 * @param template the decoder that is launched in place of the console's own; empty for that
 * @param after what becomes of production's error rows once their documents are in stable
 * @param nullShares columns of stable, parts of records with dots, whose share of nulls is counted
 */
public record Reprocess(
    Optional<String> table,
    List<String> messages,
    Optional<String> errorType,
    Optional<String> exceptionClass,
    int laterDays,
    List<String> downstream,
    Optional<DecoderTemplate> template,
    After after,
    List<String> nullShares)
    implements Task {

  /** What becomes of production's error rows once their documents are in stable. */
  public enum After {
    /** They stay; what deletes them stands in the packet, for whoever may. */
    LEAVE("leave"),
    /** They are deleted, once that is confirmed. */
    DELETE("delete");

    private final String id;

    After(String id) {
      this.id = id;
    }

    /** The word that plans have for it. */
    public String id() {
      return id;
    }
  }

  /** The most that {@link #laterDays} can be: what comes later is no duplicate of a retry. */
  static final int MOST_LATER_DAYS = 30;

  /** The most columns whose share of nulls is counted: each costs a column of both tables. */
  static final int MOST_NULL_SHARES = 10;

  public Reprocess {
    messages = List.copyOf(messages);
    downstream = List.copyOf(downstream);
    nullShares = List.copyOf(nullShares);
  }

  /** One that the console decodes itself, and that leaves production's error rows. */
  public Reprocess(
      Optional<String> table,
      List<String> messages,
      Optional<String> errorType,
      Optional<String> exceptionClass,
      int laterDays,
      List<String> downstream) {
    this(
        table,
        messages,
        errorType,
        exceptionClass,
        laterDays,
        downstream,
        Optional.empty(),
        After.LEAVE,
        List.of());
  }

  @Override
  public PlaybookId playbook() {
    return PlaybookId.REPROCESS;
  }

  /** The filter as a GoogleSQL condition on rows of an error table; it stands in parentheses. */
  public String filter() {
    var all = new ArrayList<String>();
    if (!messages.isEmpty()) {
      all.add(messages("error_message"));
    }
    errorType.ifPresent(type -> all.add("error_type = " + quoted(type)));
    exceptionClass.ifPresent(name -> all.add("exception_class = " + quoted(name)));
    return all.stream()
        .map(one -> "IFNULL(" + one + ", FALSE)")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** Whether a text matches one of the patterns, as a GoogleSQL expression. */
  public String messages(String expression) {
    return messages.stream()
        .map(pattern -> expression + " LIKE " + quoted(pattern))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** A text as GoogleSQL quotes it. */
  public static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
