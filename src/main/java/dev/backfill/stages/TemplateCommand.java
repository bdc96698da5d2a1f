package dev.backfill.stages;

import dev.backfill.cloud.TemplateJob;
import dev.backfill.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command that launches a template's job by hand. */
final class TemplateCommand {
  // gcloud takes another separator than a comma between two carets, before the first value.
  private static final List<String> SEPARATORS = List.of("~", "|", ";", ":::", "~~~");

  private TemplateCommand() {}

  /** For a POSIX shell; what no flag takes goes as a pipeline's option. */
  static String of(TemplateJob job) {
    var flow = job.flow();
    var words = new ArrayList<String>();
    words.add("gcloud dataflow flex-template run " + Shell.quoted(job.name()));
    words.add(Shell.option("project", job.project()));
    words.add(Shell.option("region", job.region()));
    words.add(Shell.option("template-file-gcs-location", job.spec()));
    job.parameters().forEach((name, value) -> words.add(pairs("parameters", Map.of(name, value))));
    words.add("--num-workers=" + flow.initialWorkers());
    words.add("--max-workers=" + flow.maxWorkers());
    words.add(Shell.option("worker-machine-type", flow.machine()));
    if (!flow.publicIps()) {
      words.add("--disable-public-ips");
    }
    words.add(Shell.option("temp-location", job.temp()));
    words.add(Shell.option("staging-location", job.staging()));
    setup(job, words);
    job.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(label -> words.add(pairs("additional-user-labels", Map.ofEntries(label))));
    return String.join(" \\\n  ", words);
  }

  private static void setup(TemplateJob job, List<String> words) {
    var setup = job.flow().setup();
    setup.serviceAccount().ifPresent(o -> words.add(Shell.option("service-account-email", o)));
    setup.network().ifPresent(o -> words.add(Shell.option("network", o)));
    setup.subnetwork().ifPresent(o -> words.add(Shell.option("subnetwork", o)));
    setup.kmsKey().ifPresent(o -> words.add(Shell.option("dataflow-kms-key", o)));
    if (setup.flexRs()) {
      words.add("--flexrs-goal=COST_OPTIMIZED");
    }
    setup.experiments().forEach(o -> words.add(listed("additional-experiments", o)));
    setup
        .diskGb()
        .ifPresent(gb -> words.add(listed("additional-pipeline-options", "diskSizeGb=" + gb)));
    job.moreOptions().forEach(o -> words.add(listed("additional-pipeline-options", o)));
  }

  private static String pairs(String flag, Map<String, String> pairs) {
    var pair = pairs.entrySet().iterator().next();
    return listed(flag, pair.getKey() + "=" + pair.getValue());
  }

  /** One value of a flag that takes a list. */
  private static String listed(String flag, String value) {
    var other =
        value.contains(",") || value.startsWith("^")
            ? "^"
                + SEPARATORS.stream().filter(s -> !value.contains(s)).findFirst().orElseThrow()
                + "^"
            : "";
    return Shell.option(flag, other + value);
  }
}
