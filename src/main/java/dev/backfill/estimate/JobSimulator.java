package dev.backfill.estimate;

import static dev.backfill.estimate.Constant.DECODE_BYTE;
import static dev.backfill.estimate.Constant.DECODE_RECORD;
import static dev.backfill.estimate.Constant.EXPORT_RATE;
import static dev.backfill.estimate.Constant.JOB_START;
import static dev.backfill.estimate.Constant.READ_DIRECT;
import static dev.backfill.estimate.Constant.READ_EXPORTED;
import static dev.backfill.estimate.Constant.READ_SESSION;
import static dev.backfill.estimate.Constant.ROW_GROWTH;
import static dev.backfill.estimate.Constant.SCALE_FACTOR;
import static dev.backfill.estimate.Constant.SCALE_POWER;
import static dev.backfill.estimate.Constant.SCALE_STEP;
import static dev.backfill.estimate.Constant.TAIL;
import static dev.backfill.estimate.Constant.WORKER_START;
import static dev.backfill.estimate.Constant.WRITE;

import dev.backfill.estimate.JobCurve.Kind;
import dev.backfill.estimate.JobCurve.Phase;
import dev.backfill.estimate.JobCurve.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a decode job in the model: it starts, waits for what it reads, reads and decodes and writes
 * files on as many workers as the service gives it, and then loads the files.
 *
 * <p>The service wants a number of workers that grows more slowly than the work, looks again every
 * so often, and at most doubles them each time; a worker that it wants works some time later. When
 * the files are written, one worker waits for the loads.
 */
public final class JobSimulator {
  // Seconds. A job of hours has some thousand of them.
  private static final double TICK = 5;

  // A job that takes longer is no job; it keeps a bad assumption from going round for ever.
  private static final double LONGEST = 60.0 * 24 * 3600;

  private final Assumptions assumptions;
  private final Scenario scenario;

  public JobSimulator(Assumptions assumptions, Scenario scenario) {
    this.assumptions = assumptions;
    this.scenario = scenario;
  }

  /** The job that does a work with a fleet. */
  public JobCurve run(Work work, Fleet fleet) {
    var phases = new ArrayList<Phase>();
    var workers = new ArrayList<Point>();
    phases.add(new Phase(Kind.START, at(JOB_START)));
    phases.add(new Phase(Kind.EXPORT, untilRead(work, fleet)));
    // The first workers are there before there is anything to read.
    workers.add(new Point(0, fleet.initial()));
    var begin = at(JOB_START) + untilRead(work, fleet);
    var end = scaled(begin, vcpuSeconds(work, fleet) / fleet.machine().vcpus(), fleet, workers);
    phases.add(new Phase(Kind.WORK, end - begin));
    workers.add(new Point(end, 1));
    phases.add(new Phase(Kind.LOAD, new LoadPhase(assumptions, scenario).seconds(work)));
    return new JobCurve(phases, workers);
  }

  private double at(Constant constant) {
    return assumptions.at(constant, scenario);
  }

  private double untilRead(Work work, Fleet fleet) {
    return fleet.exported() ? work.stagedBytes() / at(EXPORT_RATE) : at(READ_SESSION);
  }

  /** What all of the work takes on one vCPU, from the staged bytes to the files. */
  double vcpuSeconds(Work work, Fleet fleet) {
    return work.stagedBytes() / at(fleet.exported() ? READ_EXPORTED : READ_DIRECT)
        + work.records() * at(DECODE_RECORD)
        + work.payloadBytes() * at(DECODE_BYTE)
        + work.payloadBytes() * at(ROW_GROWTH) / at(WRITE);
  }

  /**
   * Works until all is done.
   *
   * @param left what is to be done, in seconds of one worker
   * @return when it is done
   */
  private double scaled(double begin, double left, Fleet fleet, List<Point> workers) {
    var wanted = wanted(left, fleet);
    var there = fleet.initial();
    var working = new ArrayList<>(List.of(new Point(begin, there)));
    var next = begin + at(SCALE_STEP);
    var now = begin;
    while (left > 0 && now - begin < LONGEST) {
      if (now >= next && there < wanted) {
        there = Math.min(wanted, there * 2);
        workers.add(new Point(now, there));
        working.add(new Point(now + at(WORKER_START), there));
        next = now + at(SCALE_STEP);
      }
      var rate = atWork(working, now);
      if (rate * TICK >= left) {
        return now + left / rate + at(TAIL);
      }
      left -= rate * TICK;
      now += TICK;
    }
    return now + at(TAIL);
  }

  private static int atWork(List<Point> working, double now) {
    var found = 1;
    for (var point : working) {
      if (point.second() <= now) {
        found = Math.max(found, point.workers());
      }
    }
    return found;
  }

  private int wanted(double workerSeconds, Fleet fleet) {
    var wanted = at(SCALE_FACTOR) * Math.pow(workerSeconds / 60, at(SCALE_POWER));
    return (int) Math.max(fleet.initial(), Math.min(fleet.max(), Math.ceil(wanted)));
  }
}
