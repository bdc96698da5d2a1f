package dev.backfill.problem;

/** Thrown by the console itself, which knows what is wrong and what to do. */
public interface Explained {
  Problem problem();
}
