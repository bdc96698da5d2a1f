package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.estimate.JobCurve.Kind;
import dev.backfill.estimate.JobCurve.Phase;
import dev.backfill.estimate.JobCurve.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * {@code src/docs/estimate.md} and its picture say what the model says. {@code
 * -Dsurefire.args=-Destimate.page=write} writes them anew.
 */
class EstimatePageTest {
  private static final Path PAGE = Path.of("src/docs/estimate.md");
  private static final Path PICTURE = Path.of("src/docs/estimate-curves.svg");
  private static final boolean WRITES = "write".equals(System.getProperty("estimate.page"));

  private static JobCurve founding() {
    return new JobSimulator(Founding.assumptions(), Scenario.LIKELY)
        .run(Founding.work(), Founding.fleet());
  }

  private static JobCurve ours(Scenario scenario) {
    return new JobSimulator(OnGoogle.assumptions(), scenario).run(Founding.work(), Founding.ours());
  }

  @Test
  void thePictureIsTheModels() throws IOException {
    var svg =
        CurvesSvg.of(
            List.of(
                new CurvesSvg.Panel(
                    "Recorded: 2020-04-14, as its README tells it (how steep it rose is not told)",
                    "#57606a",
                    recorded(),
                    List.of(
                        new Phase(Kind.EXPORT, Founding.EXPORT_MINUTES * 60),
                        new Phase(Kind.WORK, Founding.WORK_MINUTES * 60),
                        new Phase(Kind.LOAD, Founding.LOAD_MINUTES * 60))),
                CurvesSvg.panel(
                    "Model: the same run, from the rate of Mozilla's sink", "#c77700", founding()),
                CurvesSvg.panel(
                    "Model: this pipeline on the same work", "#0072b2", ours(Scenario.LIKELY))));
    isWritten(PICTURE, svg);
  }

  private static List<Point> recorded() {
    var begin = Founding.EXPORT_MINUTES * 60;
    var end = begin + Founding.WORK_MINUTES * 60;
    return List.of(
        new Point(0, 1),
        new Point(begin, Founding.WORKERS),
        new Point(end, 1),
        new Point(end + Founding.LOAD_MINUTES * 60, 0));
  }

  @Test
  void thePagesTablesAreTheModels() throws IOException {
    var page = Files.readString(PAGE);
    page = between(page, "phases", phases());
    page = between(page, "levers", Levers.table());
    page = between(page, "assumptions", assumptions());
    isWritten(PAGE, page);
  }

  private static String phases() {
    var out =
        new StringBuilder(
            "| | recorded | model of that run | this pipeline | at best | at worst |\n");
    out.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    row(out, "starting, min", "in the next", Kind.START);
    row(out, "waiting for the data, min", "some 20", Kind.EXPORT);
    row(out, "reading, decoding, writing files, min", "about 60", Kind.WORK);
    row(out, "loading, min", "some 70", Kind.LOAD);
    var model = founding();
    out.append(
        line(
            "in all, min",
            "150",
            model.seconds() / 60,
            ours(Scenario.LIKELY).seconds() / 60,
            ours(Scenario.BEST).seconds() / 60,
            ours(Scenario.WORST).seconds() / 60));
    out.append(
        line(
            "most workers",
            "1,000",
            model.peak(),
            ours(Scenario.LIKELY).peak(),
            ours(Scenario.BEST).peak(),
            ours(Scenario.WORST).peak()));
    out.append(
        line(
            "hours of vCPUs",
            "not told",
            model.workerHours() * Founding.fleet().machine().vcpus(),
            vcpuHours(Scenario.LIKELY),
            vcpuHours(Scenario.BEST),
            vcpuHours(Scenario.WORST)));
    return out.toString();
  }

  private static double vcpuHours(Scenario scenario) {
    return ours(scenario).workerHours() * Founding.ours().machine().vcpus();
  }

  private static void row(StringBuilder out, String what, String recorded, Kind kind) {
    out.append(
        line(
            what,
            recorded,
            founding().seconds(kind) / 60,
            ours(Scenario.LIKELY).seconds(kind) / 60,
            ours(Scenario.BEST).seconds(kind) / 60,
            ours(Scenario.WORST).seconds(kind) / 60));
  }

  private static String line(String what, String recorded, double... values) {
    var out = new StringBuilder("| " + what + " | " + recorded);
    for (var value : values) {
      var form = value < 10 ? " | %.1f" : " | %,.0f";
      out.append(String.format(Locale.ROOT, form, value));
    }
    return out.append(" |\n").toString();
  }

  private static String assumptions() {
    var out = new StringBuilder("| what | low | likely | high | | source |\n");
    out.append("| --- | ---: | ---: | ---: | --- | --- |\n");
    for (var one : OnGoogle.assumptions().list()) {
      out.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  one.constant().meaning(),
                  Quantities.words(one.value().low(), one.constant().unit()),
                  Quantities.words(one.value().likely(), one.constant().unit()),
                  Quantities.words(one.value().high(), one.constant().unit()),
                  one.basis().words(),
                  one.source()));
    }
    return out.toString();
  }

  private static String between(String page, String name, String text) {
    var begin = "<!-- " + name + " -->\n";
    var end = "<!-- end -->";
    var from = page.indexOf(begin) + begin.length();
    assertThat(from).as("the page has a place for its %s", name).isGreaterThan(begin.length());
    return page.substring(0, from) + text + page.substring(page.indexOf(end, from));
  }

  private static void isWritten(Path file, String text) throws IOException {
    if (WRITES) {
      Files.writeString(file, text);
    }
    assertThat(file).content().as("-Destimate.page=write writes it anew").isEqualTo(text);
  }
}
