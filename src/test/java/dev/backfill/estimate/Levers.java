package dev.backfill.estimate;

import dev.backfill.estimate.JobCurve.Kind;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What could be done about the loads, each by the model: minutes of a whole job. */
final class Levers {
  /** A day of a middling document type: 100 GB as staged, a fortieth of the founding day. */
  static final Work MIDDLING =
      new Work(
          Founding.work().records() / 40,
          Founding.work().stagedBytes() / 40,
          Founding.work().payloadBytes() / 40,
          1);

  private static final int SLICES = 8;

  private Levers() {}

  /** One thing that could be done. */
  record Lever(String what, ToDoubleFunction<Work> minutes) {}

  static List<Lever> all() {
    return List.of(
        new Lever("as it is", work -> minutes(work, OnGoogle.assumptions())),
        new Lever(
            "files of 64 MB: four times as many load jobs where 10,000 files do not hold a table",
            work -> minutes(work, with(Constant.FILE, 64e6))),
        new Lever(
            "the same rows in eight tables, loaded side by side",
            work -> minutes(inTables(work, 8), OnGoogle.assumptions())),
        new Lever("loads begun after each eighth of the files", Levers::overlapped),
        new Lever(
            "a tenth fewer bytes of rows",
            work -> minutes(work, with(Constant.ROW_GROWTH, 0.9 * likely(Constant.ROW_GROWTH)))),
        new Lever(
            "twice the slots",
            work -> minutes(work, with(Constant.LOAD_SLOTS, 2 * likely(Constant.LOAD_SLOTS)))));
  }

  /** The rows of a table of Markdown. */
  static String table() {
    var out = new StringBuilder("| what | the founding day, min | a day of 100 GB, min |\n");
    out.append("| --- | ---: | ---: |\n");
    for (var lever : all()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.1f |%n",
              lever.what(),
              lever.minutes().applyAsDouble(Founding.work()),
              lever.minutes().applyAsDouble(MIDDLING)));
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  /** Of a whole job. */
  static double minutes(Work work, Assumptions assumptions) {
    return curve(work, assumptions).seconds() / 60;
  }

  /**
   * The first loads begin when an eighth of the files is there. The slots are then busy until all
   * is loaded, or, where loading is faster than writing, the last eighth is loaded when it is
   * written.
   */
  static double overlapped(Work work) {
    var curve = curve(work, OnGoogle.assumptions());
    var begin = curve.seconds(Kind.START) + curve.seconds(Kind.EXPORT);
    var written = curve.seconds(Kind.WORK);
    var loaded = curve.seconds(Kind.LOAD);
    return (begin + Math.max(written / SLICES + loaded, written + loaded / SLICES)) / 60;
  }

  private static JobCurve curve(Work work, Assumptions assumptions) {
    return new JobSimulator(assumptions, Scenario.LIKELY).run(work, Founding.ours());
  }

  private static Work inTables(Work work, int tables) {
    return new Work(work.records(), work.stagedBytes(), work.payloadBytes(), tables);
  }

  private static double likely(Constant constant) {
    return OnGoogle.assumptions().of(constant).value().likely();
  }

  private static Assumptions with(Constant constant, double value) {
    return OnGoogle.assumptions()
        .with(new Assumption(constant, Range.exactly(value), Basis.ASSUMED, "what if"));
  }
}
