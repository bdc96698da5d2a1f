package dev.backfill.estimate;

import java.util.List;
import java.util.function.Function;

/**
 * What a run will take, stage by stage, as ranges.
 *
 * @param cells how many it is of
 * @param rows that are staged
 * @param stagedBytes of these
 * @param storage what is kept in tables until the cleanup, in dollars
 * @param workers the most workers of the decode job; zero where there is none
 * @param restsOn what it rests on, a sentence each
 * @param asked whether a cloud was asked for sizes; otherwise they are assumed
 * @param sandbox whether it is of a run on a sandbox, which bills nothing
 * @param prices by which it was made
 */
public record Estimate(
    int cells,
    Range rows,
    Range stagedBytes,
    List<StageEstimate> stages,
    Range storage,
    Range workers,
    List<String> restsOn,
    boolean asked,
    boolean sandbox,
    Prices prices) {

  public Estimate {
    stages = List.copyOf(stages);
    restsOn = List.copyOf(restsOn);
  }

  private Range sum(Function<StageEstimate, Range> part) {
    return stages.stream().map(part).reduce(Range.ZERO, Range::plus);
  }

  /** All stages one after the other, without the time in which somebody is waited for. */
  public Range seconds() {
    return sum(StageEstimate::seconds);
  }

  /** Dollars, storage included. */
  public Range usd() {
    return sum(StageEstimate::usd).plus(storage);
  }

  /** Bytes that queries are billed for. */
  public Range queried() {
    return sum(StageEstimate::queried);
  }

  /** Bytes that are read by the Storage Read API. */
  public Range read() {
    return sum(StageEstimate::read);
  }

  /** Seconds of the workers' vCPUs. */
  public Range vcpuSeconds() {
    return sum(StageEstimate::vcpuSeconds);
  }

  /** In a line: {@code 1 cell, 24.00 to 71.00 USD, 55 min to 3 h 20 min, 8 to 40 vCPU hours}. */
  public String brief() {
    var cost = Quantities.usd(usd()) + (sandbox ? " on Google" : "");
    var hours = Quantities.numbers(vcpuSeconds().times(1.0 / 3600));
    var work = vcpuSeconds().high() == 0 ? "" : ", " + hours + " vCPU hours";
    return Quantities.spans(seconds()) + ", " + cost + work;
  }
}
