package dev.backfill.ui.model;

import dev.backfill.problem.Problem;

/**
 * What the operator asked for and did not get, outside of any stage: a run that another console has
 * open, a cloud that cannot be opened, a file that cannot be read.
 *
 * @param problem what is wrong and what to do
 * @param code the log's mark; empty where the log has no more to tell
 */
public record Failure(Problem problem, String code) {
  public static final Failure NONE = new Failure("", "");

  /** What a text alone tells of. */
  public Failure(String text, String code) {
    this(Problem.said(text), code);
  }

  public boolean isNone() {
    return problem.what().isEmpty();
  }

  /** What is wrong and what to do in one line. */
  public String text() {
    return problem.line();
  }
}
