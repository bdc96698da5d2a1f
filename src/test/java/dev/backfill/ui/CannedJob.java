package dev.backfill.ui;

import dev.backfill.fact.Fact;
import dev.backfill.fact.JobFact.Counters;
import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.fact.JobFact.Said;
import dev.backfill.fact.JobFact.Workers;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.JobMeasured.StepMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.LoadsSeen.Loads;
import dev.backfill.fact.Staged;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Journals of decode jobs of any number of document types, minute by minute. */
final class CannedJob {
  private static final Instant BEGUN = Instant.parse("2020-04-15T03:00:00Z");
  private static final String JOB = "2020-04-14_20_31_07-11472093587210046713";
  private static final String PREFIX = "beam_bq_job_LOAD_backfillr2004150300001_";
  private static final long STAGED = 604_118_202;

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final List<Entry> entries = new ArrayList<>();
  private final Plan plan;
  private Instant now = BEGUN;

  CannedJob(int types, String cloud) {
    var yaml = yaml(types);
    plan = Canned.plan(yaml);
    // A page that is shown one after the other must see that they are of different runs.
    var run = "r2004150300" + String.format("%02d", RUNS.incrementAndGet());
    entries.add(new Entry.Opened(now, run, "0.1.0", cloud, yaml));
    for (var cell : plan.cells()) {
      note(StageKind.STAGE, new Staged(cell.key(), staged(cell.type().toString()), 900_000, 7));
    }
    entries.add(new Entry.Started(now, new Step(StageKind.DECODE, RunView.WHOLE), 1, null));
  }

  static String yaml(int types) {
    var documents =
        IntStream.range(0, types)
            .mapToObj(i -> i == 0 ? "telemetry/main/4" : "telemetry/type-" + i + "/4")
            .collect(Collectors.joining(", "));
    return """
        name: picture-of-%d
        reason: copy_deduplicate failed on too many duplicates (bug 1630336)
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ %s ]
        source: { project: moz-fx-data-shared-prod }
        target: { project: moz-fx-data-backfill-14, location: US }
        schemas: gs://moz-fx-data-prod-dataflow/schemas/202004150152_0d9902a.tar.gz
        dataflow: { region: us-central1, workers: { initial: 5, max: 1000 }, machine: n1-standard-2 }
        """
        .formatted(types, documents);
  }

  /** So many records are staged of a type. */
  private static long staged(String type) {
    return type.equals("telemetry/main/4")
        ? STAGED
        : 9_004_300 + 1000L * type.hashCode() % 7_000_000;
  }

  /** A job that runs, at a minute of its life. */
  static CannedJob running(int types, int minutes) {
    var job = new CannedJob(types, "Google Cloud").stands("PENDING").stands("RUNNING");
    for (var minute = 0; minute <= minutes; minute++) {
      job.minute(minute);
    }
    return job;
  }

  /** One that is done. */
  static CannedJob done(int types) {
    var job = running(types, 75).loads(1, 0);
    job.note(StageKind.DECODE, new Workers(job.now, 0, 0, "Worker pool stopped."));
    return job.stands("DONE").ended(new StepResult.Done("Job " + JOB + " is done"));
  }

  /** One that failed half way. */
  static CannedJob failed(int types) {
    var why =
        "Workflow failed. Causes: S12:Read+Decode failed., The job failed because a work item has"
            + " failed 4 times. Root cause: java.lang.OutOfMemoryError: Java heap space";
    return running(types, 34)
        .said("ERROR", why)
        .stands("FAILED")
        .ended(new StepResult.Failed("BC-7XQ21ZR", "Job " + JOB + " ended FAILED: " + why));
  }

  /** One that stands still. */
  static CannedJob stalled(int types) {
    return running(types, 34)
        .said(
            "WARNING",
            "Processing is stuck in step Decode for at least 10m00s without outputting or"
                + " completing in state process.");
  }

  /** One of which the service has told nothing but that it is there. */
  static CannedJob queued(int types) {
    return new CannedJob(types, "a sandbox").stands("PENDING");
  }

  CannedJob stands(String state) {
    note(StageKind.DECODE, new JobStood(JOB, state, now, !entriesOfGoogle()));
    return this;
  }

  private boolean entriesOfGoogle() {
    return ((Entry.Opened) entries.get(0)).cloud().equals("Google Cloud");
  }

  private CannedJob said(String importance, String text) {
    note(
        StageKind.DECODE,
        new Said(now, importance, text, Optional.of("m" + entries.size()), false));
    return this;
  }

  private CannedJob ended(StepResult result) {
    entries.add(new Entry.Ended(now, new Step(StageKind.DECODE, RunView.WHOLE), 1, result));
    return this;
  }

  private void minute(int minute) {
    now = BEGUN.plusSeconds(60L * (minute + 1));
    var current = minute < 4 ? 0 : Math.min(1000, 5 + (minute - 4) * 50L);
    var wanted = minute < 6 ? 5 : minute < 55 ? 1000 : 200;
    note(
        StageKind.DECODE,
        new Workers(
            now,
            minute < 55 ? current : 200,
            wanted,
            "Raised the number of workers to 1000 so that the pipeline can catch up with its backlog"
                + " and keep up with its input rate.",
            "TARGET_NUM_WORKERS_CHANGED"));
    if (minute % 9 == 4) {
      said("BASIC", "Executing operation Read+Decode+Write/BatchLoads/rewindowIntoGlobal");
    }
    count(minute < 8 ? 0 : Math.min(1, (minute - 8) / 50.0));
    if (minute > 58) {
      loads((minute - 58) / 17.0, 4);
    }
  }

  /** A part of all records was read and decoded. */
  CannedJob count(double part) {
    var counters = new TreeMap<String, Long>();
    var read = 0L;
    for (var type : plan.documents()) {
      var all = Math.round(part * staged(type.toString()));
      var errors = Math.round(all * 2e-6);
      counters.put("backfill/rows/" + type, all - errors);
      counters.put("backfill/errors/" + type, errors);
      read += all;
    }
    counters.put("backfill/read", read);
    note(StageKind.DECODE, measured(part, read));
    note(StageKind.DECODE, new Counters(counters));
    return this;
  }

  private JobMeasured measured(double part, long read) {
    var none = Optional.<Long>empty();
    var running = part < 1 ? "RUNNING" : "DONE";
    return new JobMeasured(
        JOB,
        now,
        new TreeMap<>(
            Map.of(
                "Read", step(running, read, Optional.of(6000 * read), Optional.of(read / 100)),
                "Decode", step(running, read, none, Optional.of(read / 18)),
                "Write", new StepMeasured("RUNNING", none, none, none))),
        Optional.of(read * 2),
        Optional.of(read * 7),
        Optional.of(6000 * read));
  }

  private static StepMeasured step(
      String state, long elements, Optional<Long> bytes, Optional<Long> millis) {
    return new StepMeasured(state, Optional.of(elements), bytes, millis);
  }

  /** A part of all tables is loaded, and so many loads run. */
  private CannedJob loads(double part, int underWay) {
    var tables = new TreeMap<String, Loads>();
    var types = plan.documents();
    var through = (int) Math.floor(part * types.size());
    for (var i = 0; i < Math.min(types.size(), through + underWay); i++) {
      var type = types.get(i);
      tables.put(
          plan.backfill(type).toString(),
          i < through
              ? new Loads(3, 0, 0, Optional.of(staged(type.toString())))
              : new Loads(1, 2, 0, Optional.of(staged(type.toString()) / 3)));
    }
    note(StageKind.DECODE, new LoadsSeen(JOB, PREFIX, tables));
    return this;
  }

  private void note(StageKind stage, Fact fact) {
    entries.add(new Entry.Observed(now, stage, fact));
  }

  /** The run as its journal tells it. */
  RunView view() {
    return RunView.of(entries);
  }

  /** The time of its newest report. */
  Instant now() {
    return now;
  }

  List<Entry> entries() {
    return entries;
  }
}
