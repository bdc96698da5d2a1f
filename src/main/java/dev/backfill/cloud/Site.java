package dev.backfill.cloud;

/**
 * Where a cloud is, and as whom it is asked: what a run's journal keeps of it, so that window,
 * confirmations and report say the same.
 *
 * @param address of a sandbox that is served elsewhere; empty for Google, and for one of the
 *     console's own
 * @param sandbox the id of a sandbox, which stays when its port changes; empty for Google, and
 *     where it is not known
 * @param account as whom Google is asked; empty for a sandbox, and where that is not known
 */
public record Site(String address, String sandbox, String account) {
  /** What is not known, as in journals of older versions. */
  public static final Site UNKNOWN = new Site("", "", "");

  /** A sandbox of the console's own. */
  public static Site own(String sandbox) {
    return new Site("", sandbox, "");
  }

  /** A sandbox that is served elsewhere. */
  public static Site at(String address, String sandbox) {
    return new Site(address, sandbox, "");
  }

  /** Google, asked as someone. */
  public static Site google(String account) {
    return new Site("", "", account);
  }

  /** Whether the console itself serves the sandbox. */
  public boolean isOwn() {
    return address.isEmpty() && !sandbox.isEmpty();
  }

  /** Whether this is known to be another sandbox than that one. */
  public boolean isOther(Site that) {
    return !sandbox.isEmpty() && !that.sandbox.isEmpty() && !sandbox.equals(that.sandbox);
  }

  /**
   * The whole in words.
   *
   * @param description of the cloud, as journals keep it
   * @param project that is worked in
   */
  public String words(String description, String project) {
    if (CloudKind.isSandbox(description)) {
      return isOwn()
          ? "Rehearsal: a sandbox on this machine"
          : address.isEmpty() ? description : "Sandbox at " + address;
    }
    var place = project.isEmpty() ? description : description + ", project " + project;
    return account.isEmpty() ? place : place + ", as " + account;
  }
}
