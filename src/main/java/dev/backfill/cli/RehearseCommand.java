package dev.backfill.cli;

import dev.backfill.cloud.Site;
import dev.backfill.confirm.AppendPartition;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.DeleteErrorRows;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.EmptyTables;
import dev.backfill.confirm.ExceedBudget;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.confirm.TakeOver;
import dev.backfill.google.CloudProfile;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Budget;
import dev.backfill.plan.Credentials;
import dev.backfill.plan.Days;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.Reprocess;
import dev.backfill.plan.Task;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunId;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.sandbox.seed.Documents;
import dev.backfill.sandbox.strict.Strictness;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a whole backfill on a sandbox of its own, and answers its confirmations. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description =
        "Runs a complete backfill, from preflight to report, on a sandbox of its "
            + "own. A rehearsal that was killed continues when it is started again with "
            + "the same --dir.")
final class RehearseCommand implements Callable<Integer> {
  /** The project that a rehearsal works in. */
  static final String TARGET = "moz-fx-data-backfill-14";

  private final Streams streams;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder of the sandbox. Default: a new temporary folder.")
  private Path folder;

  @Option(
      names = "--playbook",
      paramLabel = "NAME",
      converter = PlaybookOption.class,
      completionCandidates = PlaybookOption.class,
      description =
          "What kind of run is rehearsed: ${COMPLETION-CANDIDATES}. Default: replay, or what the"
              + " rehearsal in --dir is.")
  private PlaybookId playbook;

  @Option(
      names = "--decode-by",
      paramLabel = "DECODER",
      description =
          "Of a reprocess, what decodes: console, or template, which launches a stand-in for an"
              + " organisation's own decoder. Default: console.")
  private DecoderOption decoder = DecoderOption.console;

  @Option(
      names = "--errors-after",
      paramLabel = "WHAT",
      description =
          "Of a reprocess, what becomes of the error rows that were reprocessed: leave, or delete."
              + " Default: leave.")
  private AfterOption errors = AfterOption.leave;

  @Mixin private FillOptions filling;

  @Mixin private RunOptions running;

  @Option(names = "--keep", description = "Keeps the sandbox, so that sandbox --dir can serve it.")
  private boolean keep;

  @Option(
      names = "--from",
      paramLabel = "STAGE",
      converter = StageOption.class,
      description =
          "Runs this stage and the later ones again, for the rehearsal in --dir. "
              + "From stage or decode on, every cell that is not copied yet is decoded "
              + "again.")
  private StageKind from;

  @Spec private CommandSpec spec;

  @Option(
      names = "--fault",
      paramLabel = "NAME[@STAGE]",
      converter = FaultOption.class,
      completionCandidates = FaultOption.class,
      description =
          "Injects a fault; repeatable. With @STAGE, in that stage only. One of: "
              + "${COMPLETION-CANDIDATES}")
  private List<Faults.Wanted> faults = List.of();

  @Option(
      names = "--strict",
      paramLabel = "NAME",
      converter = StrictOption.class,
      completionCandidates = StrictOption.class,
      description =
          "Makes the sandbox as strict or as untidy as a Google project can be; "
              + "repeatable. One of: ${COMPLETION-CANDIDATES}")
  private Set<Strictness> strict = Set.of();

  @Option(
      names = "--requests",
      description = "Lists at the end what the sandbox was asked, by stage and kind.")
  private boolean requests;

  RehearseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    running.check();
    if (asked() != PlaybookId.REPROCESS) {
      requireDefault("--decode-by", decoder == DecoderOption.console);
      requireDefault("--errors-after", errors == AfterOption.leave);
    }
    var documents = filling.documents(asked());
    if (from != null && (folder == null || newest(folder.resolve("runs")).isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--from continues a rehearsal. Name its folder with --dir"
              + (folder == null ? "." : "; " + folder + " holds none."));
    }
    checkPlaybook();
    var dir = folder == null ? Files.createTempDirectory("backfill-rehearsal") : folder;
    Outcome outcome;
    try (var jvm = ShortLivedJvm.setUp();
        var sandbox = Sandbox.start(dir, 0)) {
      streams.say("sandbox " + sandbox.endpoint() + " in " + dir);
      if (decodes()) {
        sandbox.prepareWorker();
      }
      if (filling.fill(sandbox, documents, asked())) {
        streams.say("filled: " + matrix(documents));
      }
      streams.finish();
      sandbox.strict(strict, FillOptions.SOURCE, TARGET);
      outcome =
          run(dir, sandbox, documents, sandbox.disturb(faults, filling.seed(), FillOptions.SOURCE));
      sayRequests(sandbox, documents.types().size() * documents.days().size());
    }
    if (outcome == Outcome.DONE && !keep) {
      Sandbox.remove(dir);
    } else {
      streams.say("The sandbox is left in " + dir + ". Serve it: sandbox --dir " + dir);
    }
    streams.finish();
    return outcome.exitCode();
  }

  private void sayRequests(Sandbox sandbox, int cells) {
    var byStage = sandbox.requests();
    var sum = sum(byStage.values().stream().flatMap(kinds -> kinds.values().stream()));
    streams.say(
        String.format(
            Locale.ROOT,
            "requests: %,d, %.1f for each table and day, the worker's among them",
            sum,
            (double) sum / cells));
    if (requests) {
      Playbooks.of(asked()).stages().stream()
          .map(stage -> stage.kind().id())
          .filter(byStage::containsKey)
          .forEach(stage -> sayRequests(stage, byStage.get(stage)));
    }
  }

  private void sayRequests(String stage, Map<String, Long> byKind) {
    streams.say("  %,7d %s".formatted(sum(byKind.values().stream()), stage));
    byKind.forEach((kind, n) -> streams.say("  %,7d   %s".formatted(n, kind)));
  }

  private static long sum(Stream<Long> counts) {
    return counts.mapToLong(n -> n).sum();
  }

  /** Whether a job is going to run. */
  private boolean decodes() {
    var until = running.until();
    for (var stage : Playbooks.of(asked()).stages()) {
      if (stage.page() == Stage.Page.JOB) {
        return true;
      }
      if (stage.kind().equals(until)) {
        return false;
      }
    }
    return false;
  }

  private void requireDefault(String option, boolean is) {
    if (!is) {
      throw new ParameterException(
          spec.commandLine(), option + " is for rejected documents: add --playbook reprocess.");
    }
  }

  /** A rehearsal that goes on stays what it is: what was done for it is of its own playbook. */
  private void checkPlaybook() throws IOException {
    if (playbook == null || folder == null) {
      return;
    }
    var runs = folder.resolve("runs");
    var open = from == null ? unfinished(runs) : newest(runs);
    var is =
        open.filter(RehearseCommand::hasBegun)
            .map(run -> RunView.of(Journal.read(run)).playbook().id());
    if (is.filter(id -> !id.equals(playbook.id())).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "The rehearsal in "
              + folder
              + " is a "
              + is.get()
              + ". Go on with it without --playbook, or take another folder.");
    }
  }

  private static String matrix(Documents documents) {
    return Amounts.of(documents.types().size(), "document type")
        + ", "
        + Amounts.of(documents.days().size(), "day");
  }

  private Outcome run(Path dir, Sandbox sandbox, Documents documents, Faults trouble)
      throws IOException {
    var runs = dir.resolve("runs");
    var open = from == null ? unfinished(runs) : newest(runs);
    var run = open.isPresent() ? open.get() : RunId.take(runs, Instant.now());
    open.ifPresent(one -> streams.say("Resuming run " + one.getFileName()));
    var headless =
        new HeadlessRun(
                streams,
                run,
                running.reports(run),
                CloudProfile.sandbox(sandbox.endpoint()),
                request -> {
                  trouble.asked();
                  return own(request, runs);
                })
            .with(trouble)
            .at(plan -> Site.own(sandbox.id()));
    // One that goes on keeps the plan of its journal.
    var outcome = headless.run(plan(documents), from, running.until());
    streams.say("report: " + headless.writeNow());
    return outcome;
  }

  /**
   * The cloud is this command's own, made to be thrown away, but what runs that were begun there
   * otherwise hold or wrote is not.
   */
  private static Set<String> own(ConfirmationRequest<?> request, Path runs) {
    return request.items().stream().allMatch(item -> isOwn(item, runs))
        ? request.phrases()
        : Set.of();
  }

  private static boolean isOwn(Destruction what, Path runs) {
    return what.accept(new Own(runs));
  }

  /** Whether something is a rehearsal's own in a folder of runs. */
  private record Own(Path runs) implements Destruction.Visitor<Boolean> {
    @Override
    public Boolean replace(ReplacePartition what) {
      return true;
    }

    @Override
    public Boolean append(AppendPartition what) {
      return true;
    }

    @Override
    public Boolean restore(RestorePartition what) {
      return true;
    }

    @Override
    public Boolean delete(DeleteInventory what) {
      return what.scope() == DeleteInventory.Scope.RUN;
    }

    @Override
    public Boolean empty(EmptyTables what) {
      return what.tables().stream()
          .flatMap(table -> table.makers().stream())
          .allMatch(this::isRehearsal);
    }

    // A sandbox bills nothing.
    @Override
    public Boolean exceedBudget(ExceedBudget what) {
      return true;
    }

    @Override
    public Boolean deleteErrors(DeleteErrorRows what) {
      return true;
    }

    @Override
    public Boolean takeOver(TakeOver what) {
      return what.held().stream().allMatch(held -> isRehearsal(held.holder().run()));
    }

    // One that ended otherwise, or whose journal is damaged: else it would have been gone on with.
    private boolean isRehearsal(String run) {
      return !run.isEmpty() && Files.isDirectory(runs.resolve(run));
    }
  }

  /** The newest run that can be gone on with, also one that was killed before its first line. */
  private Optional<Path> unfinished(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (var folders = Files.list(runs)) {
      return folders
          .filter(Files::isDirectory)
          .filter(this::isOpen)
          .max(Comparator.comparing(RehearseCommand::hasBegun).thenComparing(run -> run));
    }
  }

  /** The newest run that can be gone on with, or else the newest of all. */
  private Optional<Path> newest(Path runs) throws IOException {
    var open = unfinished(runs);
    if (open.isPresent() || !Files.isDirectory(runs)) {
      return open;
    }
    try (var folders = Files.list(runs)) {
      return folders.filter(Files::isDirectory).max(Path::compareTo);
    }
  }

  private static boolean hasBegun(Path run) {
    return !Journal.read(run).isEmpty();
  }

  private boolean isOpen(Path run) {
    try {
      var entries = Journal.read(run);
      return entries.isEmpty() || RunView.of(entries).closed().isEmpty();
    } catch (JournalException e) {
      streams.say("Run " + run.getFileName() + " cannot be resumed. " + e.getMessage());
      return false;
    }
  }

  private Plan plan(Documents documents) {
    return new Plan(
        "rehearsal",
        "a rehearsal on a sandbox",
        new Days(documents.days()),
        documents.types(),
        FillOptions.SOURCE,
        TARGET,
        "US",
        asked().has("schemas") ? Optional.of(filling.uri()) : Optional.empty(),
        new Plan.Dataflow("us-central1", 5, 1000, "n1-standard-2", false, Plan.Read.DIRECT),
        new Plan.Finalize(asked().mode(), true, Plan.By.SELF, false),
        task(),
        Optional.empty(),
        Credentials.DEFAULT,
        Budget.NONE);
  }

  private PlaybookId asked() {
    return playbook == null ? PlaybookId.REPLAY : playbook;
  }

  private Task task() {
    return switch (asked()) {
      case REPLAY -> new Task.Replay();
      case REWRITE -> FillOptions.REWRITE;
      case REPROCESS ->
          new Reprocess(
              Optional.empty(),
              List.of("%expected maxLength: 100%"),
              Optional.of("ParsePayload"),
              Optional.empty(),
              0,
              List.of("derived tables of these days"),
              decoder == DecoderOption.template
                  ? Optional.of(FillOptions.decoder(filling.uri()))
                  : Optional.empty(),
              errors == AfterOption.delete ? Reprocess.After.DELETE : Reprocess.After.LEAVE,
              List.of());
    };
  }
}
