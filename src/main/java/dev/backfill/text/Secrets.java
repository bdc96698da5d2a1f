package dev.backfill.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes credentials out of texts before they are kept or shown. What comes from a service may quote
 * the request it answers, and people paste more than they mean to.
 */
public final class Secrets {
  private static final String INSTEAD = "[removed]";

  // Google's own forms: access tokens, refresh tokens, API keys; then what any service uses. None
  // reaches over a quote or a backslash, so that JSON stays JSON.
  private static final List<Form> FORMS =
      List.of(
          new Form("ya29\\.[A-Za-z0-9_.-]{8,}", "ya29."),
          new Form("\\b1//[A-Za-z0-9_-]{20,}", "1//"),
          new Form("\\bAIza[A-Za-z0-9_-]{30,}", "aiza"),
          new Form("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", "eyj"),
          new Form(
              "-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*?(-----END [A-Z ]*PRIVATE"
                  + " KEY-----|(?=\")|$)",
              "-----begin "),
          Form.named("\\b(?:bearer|basic)\\s+", "[A-Za-z0-9._~+/=-]{12,}", "bearer", "basic"),
          Form.named(
              "\\b(?:access_token|refresh_token|id_token|client_secret|private_key_id"
                  + "|password|x-goog-signature)\\b\\\\?[\"']?\\s*[=:]\\s*\\\\?[\"']?",
              "[^\\s\"'\\\\&,}]+",
              "_token",
              "client_secret",
              "private_key_id",
              "password",
              "x-goog-signature"));

  /**
   * How a credential looks.
   *
   * @param signs one of which stands in every text that holds one, in small letters
   */
  private record Form(Pattern pattern, String instead, List<String> signs) {
    Form(String pattern, String sign) {
      this(Pattern.compile(pattern), INSTEAD, List.of(sign));
    }

    /** A name that stays, and what follows it. */
    static Form named(String name, String value, String... signs) {
      return new Form(
          Pattern.compile("(?i)(" + name + ")" + value), "$1" + INSTEAD, List.of(signs));
    }

    // Each line of a journal passes here and nearly none has a sign. To look for the edge of a word
    // at each letter was a quarter of what an engine without a cloud does.
    boolean mayStandIn(String small) {
      return signs.stream().anyMatch(small::contains);
    }

    String removedFrom(String text) {
      return pattern.matcher(text).replaceAll(instead);
    }
  }

  private Secrets() {}

  /** The text with what looks like a credential replaced by {@code [removed]}. */
  public static String removed(String text) {
    var small = text.toLowerCase(Locale.ROOT);
    var safe = text;
    for (var form : FORMS) {
      if (form.mayStandIn(small)) {
        safe = form.removedFrom(safe);
      }
    }
    return safe;
  }
}
