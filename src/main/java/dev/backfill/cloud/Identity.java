package dev.backfill.cloud;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who acts.
 *
 * @param account an e-mail address; empty where it cannot be told
 * @param kind what the credentials are, in words
 * @param quotaProject the project that calls are counted in, where the credentials name one
 */
public record Identity(Optional<String> account, String kind, Optional<String> quotaProject) {

  /** Nobody: a sandbox asks for no credentials. */
  public static final Identity NOBODY =
      new Identity(Optional.empty(), "no credentials, as a sandbox wants none", Optional.empty());

  /** Says as whom is acted, where that is anybody. */
  public void say(Consumer<String> to) {
    if (!equals(NOBODY)) {
      to.accept("as " + text());
    }
  }

  /** The whole in one line. */
  public String text() {
    return account.map(name -> name + ", by ").orElse("by ")
        + kind
        + quotaProject.map(project -> "; calls are counted in " + project).orElse("");
  }
}
