package dev.backfill.run;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.WorkerSetup;
import dev.backfill.text.Shell;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the console does as commands for a POSIX shell: {@code bq}, {@code gcloud}, its own. */
public final class ByHand {
  /** How this program is started; from the folder that holds it. */
  public static final String CONSOLE = "java -jar backfill-console.jar ";

  private ByHand() {}

  public static String lines(List<String> commands) {
    return String.join("\n", commands);
  }

  /** Looks at a dataset or a table. */
  public static String show(Object name) {
    return "bq show --format=prettyjson " + Shell.quoted(name.toString());
  }

  public static String query(Plan plan, String sql) {
    return bq(plan) + " query --use_legacy_sql=false " + Shell.quoted(sql);
  }

  /** The same under a job's id: what ran under it once does not run again. */
  public static String query(Plan plan, String job, String sql) {
    return bq(plan)
        + " "
        + Shell.option("job_id", job)
        + " query --use_legacy_sql=false "
        + Shell.quoted(sql);
  }

  /** Asks what queries would read. */
  public static String dryRun(Plan plan, String sql) {
    return bq(plan) + " query --use_legacy_sql=false --dry_run " + Shell.quoted(sql);
  }

  /** Runs a query into a table's partition, and replaces what that holds. */
  public static String queryInto(Plan plan, String job, Object to, String sql) {
    return queryTo(plan, job, "--replace", to, sql);
  }

  /** Runs a query into a table's partition, and adds to what that holds. */
  public static String queryOnto(Plan plan, String job, Object to, String sql) {
    return queryTo(plan, job, "--append_table", to, sql);
  }

  private static String queryTo(Plan plan, String job, String how, Object to, String sql) {
    return bq(plan)
        + " "
        + Shell.option("job_id", job)
        + " query --use_legacy_sql=false "
        + how
        + " "
        + Shell.option("destination_table", to.toString())
        + " "
        + Shell.quoted(sql);
  }

  /**
   * Copies a partition over another one.
   *
   * @param key the Cloud KMS key that the destination has, and is to have afterwards
   */
  public static String copy(Plan plan, String job, Optional<String> key, Object from, Object to) {
    return bq(plan)
        + " "
        + Shell.option("job_id", job)
        + " cp -f "
        + destination(key)
        + Shell.words(from.toString(), to.toString());
  }

  /**
   * Adds a partition's rows to another one. Under the job's id the service runs it once, however
   * often and by whomever it is given.
   *
   * @param key the destination's Cloud KMS key
   */
  public static String append(Plan plan, String job, Optional<String> key, Object from, Object to) {
    return bq(plan)
        + " "
        + Shell.option("job_id", job)
        + " cp --append_table "
        + destination(key)
        + Shell.words(from.toString(), to.toString());
  }

  private static String destination(Optional<String> key) {
    return key.map(one -> Shell.option("destination_kms_key", one) + " ").orElse("");
  }

  private static String bq(Plan plan) {
    return "bq "
        + Shell.option("project_id", plan.targetProject())
        + " "
        + Shell.option("location", plan.location());
  }

  public static String makeDataset(Plan plan, DatasetName name, String run) {
    return "bq mk --dataset "
        + Shell.option("location", plan.location())
        + " "
        + Shell.option("label", label(run))
        + " "
        + Shell.quoted(name.toString());
  }

  public static String label(DatasetName name, String run) {
    return "bq update "
        + Shell.option("set_label", label(run))
        + " "
        + Shell.quoted(name.toString());
  }

  public static String giveBack(DatasetName name, String run) {
    return "bq update "
        + Shell.option("clear_label", label(run))
        + " "
        + Shell.quoted(name.toString());
  }

  private static String label(String run) {
    return Holder.RUN + ":" + Holder.clean(run);
  }

  public static String makeBucket(Plan plan, String bucket) {
    return "gcloud storage buckets create "
        + Shell.quoted("gs://" + bucket)
        + " "
        + Shell.option("project", plan.targetProject())
        + " "
        + Shell.option("location", plan.location())
        + " --uniform-bucket-level-access --soft-delete-duration=0";
  }

  public static String showBucket(String bucket) {
    return "gcloud storage buckets describe " + Shell.quoted("gs://" + bucket);
  }

  public static String removeDataset(DatasetName name) {
    return "bq rm -r -f --dataset " + Shell.quoted(name.toString());
  }

  static String cancel(String job, String project, String region) {
    return "gcloud dataflow jobs cancel "
        + Shell.quoted(job)
        + " "
        + Shell.option("project", project)
        + " "
        + Shell.option("region", region);
  }

  public static String removeBucket(String bucket) {
    return "gcloud storage rm --recursive " + Shell.quoted("gs://" + bucket);
  }

  /** Asks which of some permissions are granted on a project. */
  public static String testPermissions(String project, List<String> names) {
    return "curl -s -X POST -H \"Authorization: Bearer $(gcloud auth print-access-token)\" -H"
        + " 'Content-Type: application/json' "
        + Shell.quoted(
            "https://cloudresourcemanager.googleapis.com/v1/projects/"
                + project
                + ":testIamPermissions")
        + " -d "
        + Shell.quoted(
            names.stream()
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", ", "{\"permissions\": [", "]}")));
  }

  /** Launches the decode job of some cells, every parameter named. */
  public static String launch(Plan plan, String run, String job, List<Cell> cells) {
    var flow = plan.dataflow();
    var words = new ArrayList<String>();
    words.add(CONSOLE + "launch");
    words.add(Shell.option("run", run));
    words.add(Shell.option("job", job));
    if (plan.reprocess().isPresent()) {
      words.add("--playbook=" + plan.playbook());
    }
    words.add(Shell.option("source", plan.sourceProject()));
    words.add(Shell.option("project", plan.targetProject()));
    words.add(Shell.option("location", plan.location()));
    words.add(Shell.option("region", flow.region()));
    words.add("--workers=" + flow.initialWorkers());
    words.add("--max-workers=" + flow.maxWorkers());
    words.add(Shell.option("machine", flow.machine()));
    words.add("--public-ips=" + flow.publicIps());
    words.add("--read=" + flow.read().name().toLowerCase(Locale.ROOT));
    words.add("--write=file_loads");
    words.add("--upload-buffer=" + (flow.setup().uploadBufferMb() << 20));
    words.add("--shuffle=" + DecodeJob.SHUFFLE);
    words.add("--flexrs=" + flow.setup().flexRs());
    words.addAll(setup(flow.setup()));
    stretches(cells).forEach(stretch -> words.add(Shell.option("cells", stretch)));
    return String.join(" \\\n  ", words);
  }

  /** What is not left to Dataflow. */
  private static List<String> setup(WorkerSetup setup) {
    var words = new ArrayList<String>();
    setup.serviceAccount().ifPresent(o -> words.add(Shell.option("service-account", o)));
    setup.network().ifPresent(o -> words.add(Shell.option("network", o)));
    setup.subnetwork().ifPresent(o -> words.add(Shell.option("subnetwork", o)));
    setup.kmsKey().ifPresent(o -> words.add(Shell.option("kms-key", o)));
    setup.diskGb().ifPresent(gb -> words.add("--disk-gb=" + gb));
    setup.stagingLocation().ifPresent(o -> words.add(Shell.option("staging-location", o)));
    setup.serviceOptions().forEach(o -> words.add(Shell.option("service-option", o)));
    setup.experiments().forEach(o -> words.add(Shell.option("experiment", o)));
    setup.labels().forEach((key, value) -> words.add(Shell.option("label", key + "=" + value)));
    return words;
  }

  /** Cells as {@code type@first/last}, a word for each stretch of days of a type. */
  private static List<String> stretches(List<Cell> cells) {
    var days = new TreeMap<DocumentType, List<LocalDate>>();
    cells.forEach(c -> days.computeIfAbsent(c.type(), type -> new ArrayList<>()).add(c.day()));
    var words = new ArrayList<String>();
    days.forEach(
        (type, list) ->
            new Days(list)
                .stretches()
                .forEach(s -> words.add(type + "@" + s.first() + "/" + s.last())));
    return words;
  }
}
