package dev.backfill.estimate;

import dev.backfill.stage.StageKind;

/**
 * What a stage will take.
 *
 * @param seconds of wall time, without the time in which somebody is waited for
 * @param queried bytes that its queries are billed for
 * @param read bytes that it reads by the Storage Read API
 * @param vcpuSeconds of its workers
 * @param usd by list prices
 * @param modelSeconds what the model alone says, most likely, whatever is known of earlier runs
 * @param modelVcpuSeconds the same of its workers
 */
public record StageEstimate(
    StageKind stage,
    Range seconds,
    Range queried,
    Range read,
    Range vcpuSeconds,
    Range usd,
    double modelSeconds,
    double modelVcpuSeconds) {

  /** One that rests on the model alone. */
  StageEstimate(
      StageKind stage, Range seconds, Range queried, Range read, Range vcpuSeconds, Range usd) {
    this(stage, seconds, queried, read, vcpuSeconds, usd, seconds.likely(), vcpuSeconds.likely());
  }

  /** A stage that takes time alone. */
  static StageEstimate ofTime(StageKind stage, Range seconds) {
    return new StageEstimate(stage, seconds, Range.ZERO, Range.ZERO, Range.ZERO, Range.ZERO);
  }

  /** The same with the times that earlier runs tell. */
  StageEstimate taking(Range other) {
    return new StageEstimate(
        stage, other, queried, read, vcpuSeconds, usd, modelSeconds, modelVcpuSeconds);
  }
}
