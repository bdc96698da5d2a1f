package dev.backfill.text;

import java.util.regex.Pattern;

/** Fields of CSV (RFC 4180) that a spreadsheet shows, and does not calculate. */
public final class Csv {
  // Full-width signs too: some spreadsheets read them as the others.
  private static final Pattern FORMULA = Pattern.compile("^[=+@\uff1d\uff0b\uff0d\uff20-]");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([Ee]-?\\d+)?");

  private Csv() {}

  /** A field; a text that would be taken for a formula gets an apostrophe, numbers stay. */
  public static String field(String text) {
    var line = Visible.line(text);
    boolean formula = FORMULA.matcher(line).find() && !NUMBER.matcher(line).matches();
    var field = formula ? "'" + line : line;
    return field.matches("[^\",]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
