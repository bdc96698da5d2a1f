package dev.backfill.sandbox.strict;

import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Disturbance;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the workers' account may not do: open objects of some buckets. The workers have a port of
 * their own, which tells them from the operator.
 */
public final class WorkersAccount implements Disturbance {
  private static final Pattern OBJECT = Pattern.compile("(?:/download)?/storage/v1/b/([^/]+)/o.*");

  private final Predicate<String> closed;

  /**
   * Closes buckets.
   *
   * @param closed tells of a bucket's name whether the account may not read it
   */
  public WorkersAccount(Predicate<String> closed) {
    this.closed = closed;
  }

  @Override
  public Effect of(String method, String rawPath) {
    var object = OBJECT.matcher(rawPath);
    if (!object.matches() || !closed.test(object.group(1))) {
      return NONE;
    }
    var refusal =
        new ApiException(
            403,
            "forbidden",
            "The workers' service account does not have storage.objects.get access to the Google"
                + " Cloud Storage object in "
                + object.group(1)
                + ".");
    return new Effect(0, refusal, Drop.NEVER);
  }
}
