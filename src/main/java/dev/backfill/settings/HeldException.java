package dev.backfill.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A lock is held by another process, or by another part of this one. */
public final class HeldException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient LockHolder holder;

  HeldException(Path file, LockHolder holder) {
    super(file + " is held by " + (holder == null ? "another process" : holder));
    this.holder = holder;
  }

  /** A refusal in the words of what is locked. */
  public HeldException(String message, HeldException cause) {
    super(message, cause);
    this.holder = cause.holder;
  }

  /** Who holds it; empty when that cannot be read. */
  public Optional<LockHolder> holder() {
    return Optional.ofNullable(holder);
  }

  /** The holder in brackets behind a blank, or nothing when that cannot be read. */
  public String inBrackets() {
    return holder == null ? "" : " (" + holder + ")";
  }
}
