package dev.backfill.plan;

import dev.backfill.problem.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which projects the console may create and delete in: the default is {@code *-backfill-*}. */
public final class TargetRule {
  /** The rule for every plan. */
  public static final TargetRule DEFAULT = new TargetRule("*-backfill-*");

  private final String glob;
  private final Pattern pattern;

  public TargetRule(String glob) {
    this.glob = glob;
    this.pattern = Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
  }

  /** Why a project may not be a target, or nothing when it may. */
  public Optional<Problem> problem(String project) {
    return pattern.matcher(project).matches()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                project + " does not look like a backfill project (" + glob + ").",
                "Name one in target.project."));
  }
}
