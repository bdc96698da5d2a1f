package dev.backfill.text;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short mark of a failure, the same for the same fault: made of the exceptions' classes and the
 * places they were thrown at, not of their messages; a refusal's, which throws nothing, of its
 * words. The log shows the stack trace under it.
 */
public final class ErrorCode {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorCode.class);

  private ErrorCode() {}

  /** Logs a failure with its stack trace and returns the mark to show. */
  public static String log(String what, Throwable failure) {
    var code = of(failure);
    LOG.error("[{}] {}", code, what, failure);
    return code;
  }

  /** The mark of a failure, for example {@code BC-1F3K9}. */
  public static String of(Throwable failure) {
    var hash = 17;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      hash = 31 * hash + cause.getClass().getName().hashCode();
      for (var frame : cause.getStackTrace()) {
        if (frame.getClassName().startsWith("dev.backfill")) {
          hash = 31 * hash + (frame.getClassName() + frame.getMethodName()).hashCode();
          break;
        }
      }
    }
    return mark(hash);
  }

  /**
   * Logs what a refusal says, and returns the mark to show: the same for the same fault, whatever
   * it names.
   */
  public static String refused(String what, String text) {
    var code = ofText(text);
    LOG.warn("[{}] {}: {}", code, what, text);
    return code;
  }

  /** The mark of a sentence, made of its plain words: names, numbers and quotes do not count. */
  public static String ofText(String text) {
    var words = new StringBuilder();
    for (var word : text.lines().findFirst().orElse("").split("\\s+")) {
      if (word.matches("[A-Za-z'-]+[.,!?:;]?")) {
        words.append(word).append(' ');
      }
    }
    return mark(words.toString().hashCode());
  }

  private static String mark(int hash) {
    var text = Integer.toUnsignedString(hash, 36).toUpperCase(Locale.ROOT);
    return "BC-" + "0".repeat(Math.max(0, 7 - text.length())) + text;
  }
}
