package dev.backfill.google;

import com.google.cloud.BaseServiceException;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.cloud.Patience;
import dev.backfill.google.Answers.About;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls with Google's clients; what they throw becomes what an operator can act on.
 *
 * <p>Calls are tried again here and nowhere else: the clients' own retries are off, for theirs
 * times these would be minutes of silence. How long, {@link Patience} tells.
 */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** A call to one of Google's services. */
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Asks something, and throws {@link CloudException} for whatever goes wrong. What the service may
   * answer better in a moment is asked again. Google's own BigQuery client of this version does not
   * retry a 503.
   */
  static <T> T guard(String what, Call<T> call) {
    return made(what, call, About.QUESTION);
  }

  /** The same about something that was begun and continues in the cloud. */
  static <T> T poll(String what, Call<T> call) {
    return made(what, call, About.WHAT_RUNS);
  }

  /** The same for a call that changes something; it must be one that may be made twice. */
  static <T> T change(String what, Call<T> call) {
    return made(what, call, About.CHANGE);
  }

  /** The same, about whatever it is. */
  static <T> T made(String what, Call<T> call, About about) {
    var outage = Patience.outage(about == About.WHAT_RUNS);
    for (var attempt = 1; ; attempt++) {
      CloudException failure;
      try {
        var answer = call.run();
        Patience.heard();
        return answer;
      } catch (BaseServiceException | IOException e) {
        clearInterrupt(e);
        failure = Answers.of(what, e, about);
      } catch (IllegalArgumentException | NullPointerException e) {
        failure = Answers.unreadable(what, e, about).orElseThrow(() -> e);
      }
      if (failure.kind() != Kind.UNAVAILABLE) {
        Patience.heard();
      }
      if (!Answers.mayPass(failure) || !goesOn(outage, failure)) {
        throw failure;
      }
      LOG.info("Try {} again after attempt {}: {}", what, attempt, failure.getMessage());
    }
  }

  private static boolean goesOn(Patience.Outage outage, CloudException failure) {
    var what = failure.problem().what();
    return failure.kind() == Kind.UNAVAILABLE ? outage.goesOn(what) : outage.goesOnAsking(what);
  }

  // Google's clients take a read that timed out for an interrupt, and set the thread's flag or
  // throw
  // the exception of one: every wait after it would end at once, as if the operator had asked to
  // stop. An interrupt of ours in the middle of a call cannot be told from it, and is asked for
  // again where it matters: whoever stops a run sets a flag of its own.
  private static void clearInterrupt(Exception thrown) {
    if (timedOut(thrown) && Thread.interrupted()) {
      LOG.debug("A timeout set the interrupt flag of {}", Thread.currentThread());
    }
  }

  /** Whether a call got no answer in its time, by whatever name a client has for it. */
  static boolean timedOut(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedIOException || cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a question is answered; empty, with the reason in the log, when the service refuses it. A
   * service that could not be asked is an error all the same, and so is one that is not set up.
   */
  static <T> Optional<T> ifAnswered(String what, Call<T> call) {
    try {
      return Optional.ofNullable(guard(what, call));
    } catch (CloudException e) {
      if (e.leavesUnknown() || e.kind() == Kind.NOT_SET_UP) {
        throw e;
      }
      LOG.warn("{}: unknown", what, e);
      return Optional.empty();
    }
  }

  /** What a library threw something else around; empty when it was no answer of a service. */
  static Optional<IOException> inside(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      // A file of this machine's is as wrong at the next try.
      if (cause instanceof IOException io && !(io instanceof FileSystemException)) {
        return Optional.of(io);
      }
    }
    return Optional.empty();
  }
}
