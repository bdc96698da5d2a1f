package dev.backfill.text;

/** What others said, as a sentence. */
public final class Sentence {
  private Sentence() {}

  /** Ends with one full stop, or the mark it has; what says nothing says so. */
  public static String of(String said) {
    var text = said == null || said.isBlank() ? "It gave no reason" : said.strip();
    return ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }
}
