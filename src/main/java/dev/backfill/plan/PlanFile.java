package dev.backfill.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;

/** Plans as YAML text: read and validated whole, with all problems at once; written back. */
public final class PlanFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              new YAMLFactory()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES))
          .build();

  private PlanFile() {}

  /**
   * Reads a plan.
   *
   * @throws InvalidPlan with every problem of the text
   */
  public static Plan read(String yaml) throws InvalidPlan {
    return read(yaml, PlanFiles.NONE);
  }

  /**
   * Reads a plan that may name files.
   *
   * @param files where their texts are
   * @throws InvalidPlan with every problem of the text, and of the files' texts
   */
  public static Plan read(String yaml, PlanFiles files) throws InvalidPlan {
    return new PlanChecker(PlanTree.read(yaml), files).plan();
  }

  /**
   * Reads a plan's file, and those that it names, from its own folder.
   *
   * @throws InvalidPlan with every problem of its text, or what stands there in place of a text
   */
  public static Plan read(Path file) throws InvalidPlan {
    return read(text(file), PlanFiles.beside(file));
  }

  /**
   * The text of a plan's file.
   *
   * @throws InvalidPlan when it holds no text that could be a plan
   */
  public static String text(Path file) throws InvalidPlan {
    return PlanText.read(file);
  }

  /** Whether a text is YAML in the form of plans, whatever its keys and values. */
  public static boolean isYaml(String text) {
    try {
      PlanTree.read(text);
      return true;
    } catch (InvalidPlan e) {
      return false;
    }
  }

  /** Writes a plan in the form that {@link #read} takes; the texts of files stand in it. */
  public static String write(Plan plan) {
    try {
      return YAML.writeValueAsString(tree(plan));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan of plain texts and numbers must print.", e);
    }
  }

  private static ObjectNode tree(Plan plan) {
    var root = YAML.createObjectNode();
    // Left out where it says nothing new, so that older consoles read the plan.
    if (plan.playbook() != PlaybookId.REPLAY) {
      root.put("playbook", plan.playbook().id());
    }
    root.put("name", plan.name()).put("reason", plan.reason());
    var days = plan.days();
    if (days.isUnbroken()) {
      root.putObject("days")
          .put("first", days.first().toString())
          .put("last", days.last().toString());
    } else {
      var list = root.putArray("days");
      days.list().forEach(day -> list.add(day.toString()));
    }
    var documents = root.putArray("documents");
    plan.documents().forEach(type -> documents.add(type.toString()));
    root.putObject("source").put("project", plan.sourceProject());
    root.putObject("target").put("project", plan.targetProject()).put("location", plan.location());
    plan.schemas().ifPresent(archive -> root.put("schemas", archive));
    // Left out where it says nothing new, so that older consoles read the plan.
    var who = plan.credentials();
    if (!who.equals(Credentials.DEFAULT)) {
      var credentials = root.putObject("credentials");
      who.serviceAccountFile().ifPresent(file -> credentials.put("service_account_file", file));
      who.impersonate().ifPresent(account -> credentials.put("impersonate", account));
    }
    var budget = plan.budget();
    if (!budget.equals(Budget.NONE)) {
      var most = root.putObject("budget");
      budget.usd().ifPresent(usd -> most.put("usd", usd));
      budget.hours().ifPresent(hours -> most.put("hours", hours));
    }
    plan.slices().ifPresent(slices -> root.putObject("stage").put("slices", slices));
    if (plan.playbook().has("dataflow")) {
      dataflow(plan.dataflow(), root);
    }
    plan.reprocess().ifPresent(told -> reprocess(root, told));
    plan.rewrite().ifPresent(rewrite -> rewrite(rewrite, root.putObject("rewrite")));
    var finish = root.putObject("finalize");
    finish
        .put("mode", plan.finish().mode().id())
        .put("backup", plan.finish().backup())
        .put("by", plan.finish().by() == Plan.By.SELF ? "self" : "hand-over");
    if (plan.finish().keepBackup()) {
      finish.put("keep_backup", true);
    }
    plan.finish().backupDays().ifPresent(kept -> finish.put("backup_days", kept));
    return root;
  }

  private static void rewrite(Rewrite rewrite, ObjectNode node) {
    node.put("mode", rewrite.mode().id()).put("query_sql", rewrite.query());
    rewrite.affected().ifPresent(text -> node.put("affected_sql", text));
  }

  private static void dataflow(Plan.Dataflow dataflow, ObjectNode root) {
    var flow = root.putObject("dataflow").put("region", dataflow.region());
    flow.putObject("workers")
        .put("initial", dataflow.initialWorkers())
        .put("max", dataflow.maxWorkers());
    flow.put("machine", dataflow.machine())
        .put("public_ips", dataflow.publicIps())
        .put("read", dataflow.read() == Plan.Read.DIRECT ? "direct" : "export")
        .put("write", "file_loads");
    setup(dataflow.setup(), flow);
  }

  private static void reprocess(ObjectNode root, Reprocess told) {
    var errors = root.putObject("errors");
    told.table().ifPresent(table -> errors.put("table", table));
    list(errors, "messages", told.messages());
    told.errorType().ifPresent(type -> errors.put("error_type", type));
    told.exceptionClass().ifPresent(name -> errors.put("exception_class", name));
    errors.put("after", told.after().id());
    decoder(root.putObject("decode"), told);
    if (told.laterDays() > 0) {
      root.putObject("deduplicate").put("later_days", told.laterDays());
    }
    if (!told.nullShares().isEmpty()) {
      list(root.putObject("validate"), "null_shares", told.nullShares());
    }
    list(root, "downstream", told.downstream());
  }

  private static void decoder(ObjectNode decode, Reprocess told) {
    decode.put("by", told.template().isPresent() ? "template" : "console");
    told.template()
        .ifPresent(
            template -> {
              decode.put("template", template.spec());
              var parameters = decode.putObject("parameters");
              template.parameters().forEach(parameters::put);
            });
  }

  /** What is not Dataflow's own default, so that older consoles read plans that hold no such. */
  private static void setup(WorkerSetup setup, ObjectNode flow) {
    setup.serviceAccount().ifPresent(account -> flow.put("service_account", account));
    setup.network().ifPresent(network -> flow.put("network", network));
    setup.subnetwork().ifPresent(subnetwork -> flow.put("subnetwork", subnetwork));
    setup.kmsKey().ifPresent(key -> flow.put("kms_key", key));
    setup.diskGb().ifPresent(disk -> flow.put("disk_gb", disk));
    setup.stagingLocation().ifPresent(place -> flow.put("staging_location", place));
    if (setup.uploadBufferMb() != WorkerSetup.UPLOAD_BUFFER_MB) {
      flow.put("upload_buffer_mb", setup.uploadBufferMb());
    }
    if (setup.flexRs()) {
      flow.put("flexrs", true);
    }
    list(flow, "service_options", setup.serviceOptions());
    list(flow, "experiments", setup.experiments());
    if (!setup.labels().isEmpty()) {
      var labels = flow.putObject("labels");
      setup.labels().forEach(labels::put);
    }
  }

  private static void list(ObjectNode flow, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      var list = flow.putArray(key);
      texts.forEach(list::add);
    }
  }
}
