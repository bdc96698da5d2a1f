package dev.backfill.plan;

import java.util.Optional;

/**
 * Whose rights a run has at Google: those of the Application Default Credentials where neither is
 * given.
 *
 * @param serviceAccountFile a key's file, on the machine that runs the plan
 * @param impersonate the service account that is acted as, an e-mail address
 */
public record Credentials(Optional<String> serviceAccountFile, Optional<String> impersonate) {

  /** Application Default Credentials. */
  public static final Credentials DEFAULT = new Credentials(Optional.empty(), Optional.empty());
}
