package dev.backfill.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes credentials out of texts before they are kept or shown. What comes from a service may quote
 * the request it answers, and people paste more than they mean to.
 */
public final class Secrets {
  private static final String INSTEAD = "[removed]";

  // Google's own forms: access tokens, refresh tokens, API keys; then what any service uses. None
  // reaches over a quote or a backslash, so that JSON stays JSON.
  private static final List<Pattern> WHOLE =
      List.of(
          Pattern.compile("ya29\\.[A-Za-z0-9_.-]{8,}"),
          Pattern.compile("\\b1//[A-Za-z0-9_-]{20,}"),
          Pattern.compile("\\bAIza[A-Za-z0-9_-]{30,}"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"),
          Pattern.compile(
              "-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*?(-----END [A-Z ]*PRIVATE"
                  + " KEY-----|(?=\")|$)"));
  private static final List<Pattern> NAMED =
      List.of(
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{12,}"),
          Pattern.compile(
              "(?i)(\\b(?:access_token|refresh_token|id_token|client_secret|private_key_id"
                  + "|password|x-goog-signature)\\b\\\\?[\"']?\\s*[=:]\\s*\\\\?[\"']?)"
                  + "[^\\s\"'\\\\&,}]+"));

  private Secrets() {}

  /** The text with what looks like a credential replaced by {@code [removed]}. */
  public static String removed(String text) {
    var safe = text;
    for (var pattern : WHOLE) {
      safe = pattern.matcher(safe).replaceAll(INSTEAD);
    }
    for (var pattern : NAMED) {
      safe = pattern.matcher(safe).replaceAll("$1" + INSTEAD);
    }
    return safe;
  }
}
