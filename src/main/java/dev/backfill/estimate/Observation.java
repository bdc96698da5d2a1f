package dev.backfill.estimate;

import dev.backfill.stage.StageKind;
import java.time.Instant;

/**
 * What a stage of a run took, beside what the model had said of it before anything was known of
 * this machine's runs.
 *
 * @param run by which it was made
 * @param at when the stage had ended
 * @param sandbox whether it ran on a sandbox; such a run tells nothing of Google's services
 * @param seconds that the stage worked
 * @param modelSeconds the model's likely value
 * @param vcpuSeconds of its workers; 0 where it had none, or the service did not tell
 * @param modelVcpuSeconds the model's likely value
 */
public record Observation(
    String run,
    StageKind stage,
    Instant at,
    boolean sandbox,
    double seconds,
    double modelSeconds,
    double vcpuSeconds,
    double modelVcpuSeconds) {

  // A stage that took so many times what was thought was held up, or its run was another one.
  private static final double MOST = 30;

  /** Whether it can tell anything of other runs. */
  public boolean isPlausible() {
    return isPlausible(seconds, modelSeconds) && isPlausible(vcpuSeconds, modelVcpuSeconds);
  }

  private static boolean isPlausible(double actual, double model) {
    return actual >= 0
        && model >= 0
        && Double.isFinite(actual)
        && Double.isFinite(model)
        && (actual == 0 || model == 0 || actual < MOST * model && model < MOST * actual);
  }
}
