package dev.backfill.cli;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.plan.Budget;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Credentials;
import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.Reprocess;
import dev.backfill.plan.Task;
import dev.backfill.plan.WorkerSetup;
import dev.backfill.run.Outcome;
import dev.backfill.settings.Folders;
import dev.backfill.stages.DecodeLaunch;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Launches a run's decode job by hand. */
@Command(
    name = "launch",
    mixinStandardHelpOptions = true,
    description =
        "Launches the decode job of a run on Dataflow, into tables that the run "
            + "created. A run's preview and its decode step print this command.")
final class LaunchCommand implements Callable<Integer> {
  private final Streams streams;
  private final Function<Plan, Cloud> clouds;

  @Spec private CommandSpec spec;

  @Option(names = "--run", required = true, paramLabel = "RUN", description = "ID of the run.")
  private String run;

  @Option(
      names = "--job",
      required = true,
      paramLabel = "NAME",
      description = "Name of the Dataflow job.")
  private String job;

  @Option(
      names = "--playbook",
      paramLabel = "replay|reprocess",
      converter = PlaybookOption.class,
      description = "Whose tables they are. Default: replay.")
  private PlaybookId playbook = PlaybookId.REPLAY;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "PROJECT",
      description = "Project of the staged data's source.")
  private String source;

  @Option(
      names = "--project",
      required = true,
      paramLabel = "PROJECT",
      description = "Target project, in which the job runs.")
  private String project;

  @Option(
      names = "--location",
      paramLabel = "LOCATION",
      description = "BigQuery location of the tables. Default: US.")
  private String location = "US";

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "Dataflow region.")
  private String region;

  @Option(
      names = "--workers",
      required = true,
      paramLabel = "N",
      description = "Initial number of workers.")
  private int workers;

  @Option(
      names = "--max-workers",
      required = true,
      paramLabel = "N",
      description = "Maximum number of workers.")
  private int maxWorkers;

  @Option(
      names = "--machine",
      required = true,
      paramLabel = "TYPE",
      description = "Machine type of the workers, for example n1-standard-2.")
  private String machine;

  @Option(
      names = "--public-ips",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether workers get public IP addresses.")
  private boolean publicIps;

  @Option(
      names = "--read",
      paramLabel = "direct|export",
      description = "Method to read the staged tables. Default: direct.")
  private ReadBy read = ReadBy.direct;

  @Option(
      names = "--write",
      paramLabel = "file_loads",
      description = "Method to write rows and error rows. Default: file_loads.")
  private WriteBy write = WriteBy.file_loads;

  @Option(
      names = "--upload-buffer",
      paramLabel = "BYTES",
      description = "Upload buffer of each file that a worker writes, in bytes.")
  private int uploadBuffer = WorkerSetup.UPLOAD_BUFFER_MB << 20;

  @Option(
      names = "--shuffle",
      paramLabel = "service|appliance",
      description = "Dataflow shuffle mode. Default: service.")
  private Shuffle shuffle = Shuffle.service;

  @Mixin private WorkerOptions workerOptions;

  @Option(
      names = "--cells",
      required = true,
      paramLabel = "TYPE@FIRST[/LAST]",
      description = "A document type on a day, or from a first to a last day; repeatable.")
  private List<String> cells;

  @Option(
      names = "--only-schemas",
      description = "Uploads the table schemas to the run's bucket and launches nothing.")
  private boolean onlySchemas;

  @Mixin private CloudOptions options;

  // As they are typed.
  private enum ReadBy {
    direct,
    export
  }

  private enum WriteBy {
    file_loads
  }

  private enum Shuffle {
    service,
    appliance
  }

  LaunchCommand(Streams streams) {
    this.streams = streams;
    this.clouds =
        plan -> {
          var profile = options.profile();
          return GoogleCloud.connect(
              profile, plan, new PipelineSubmission(profile.as(plan), Folders.ofUser().bundles()));
        };
  }

  /** Launches on a cloud that is there. */
  LaunchCommand(Streams streams, Cloud cloud) {
    this.streams = streams;
    this.clouds = plan -> cloud;
  }

  @Override
  public Integer call() throws IOException {
    var wanted = wanted();
    try {
      var plan = plan(wanted);
      var launch = new DecodeLaunch(plan, clouds.apply(plan), run, job, wanted);
      var problems = launch.problems();
      problems.forEach(one -> streams.complain(CliProblems.text(one)));
      if (problems.isEmpty()) {
        streams.say("schemas " + launch.upload());
        if (!onlySchemas) {
          say(launch.launch(uploadBuffer, shuffle.name()));
        }
      }
      streams.finish();
      return (problems.isEmpty() ? Outcome.DONE : Outcome.REFUSED).exitCode();
    } catch (InvalidPlan e) {
      e.problems().forEach(problem -> streams.complain(problem.line()));
      streams.finish();
      return PlanCommand.INVALID;
    }
  }

  private void say(JobKey key) {
    streams.say("job " + key.id());
    streams.say(
        "It goes on without this command. To watch it: gcloud dataflow jobs show "
            + key.id()
            + " --project="
            + key.project()
            + " --region="
            + key.region());
  }

  /** The rules for a plan's regions, workers and projects hold for a launch too. */
  private Plan plan(List<Cell> wanted) throws InvalidPlan {
    var flow =
        new Plan.Dataflow(
            region,
            workers,
            maxWorkers,
            machine,
            publicIps,
            read == ReadBy.direct ? Plan.Read.DIRECT : Plan.Read.EXPORT,
            workerOptions.setup(uploadBuffer));
    var plan =
        new Plan(
            job,
            "launched by hand",
            new Days(wanted.stream().map(Cell::day).toList()),
            List.copyOf(new TreeSet<>(wanted.stream().map(Cell::type).toList())),
            source,
            project,
            location,
            Optional.empty(),
            flow,
            new Plan.Finalize(playbook.mode(), true, Plan.By.SELF, false),
            task(),
            Optional.empty(),
            Credentials.DEFAULT,
            Budget.NONE);
    return PlanFile.read(PlanFile.write(plan));
  }

  private Task task() {
    return switch (playbook) {
      case REPLAY -> new Task.Replay();
      // What was staged is decoded, whatever caught it.
      case REPROCESS ->
          new Reprocess(
              Optional.empty(), List.of("%"), Optional.empty(), Optional.empty(), 0, List.of());
      case REWRITE ->
          throw new ParameterException(
              spec.commandLine(), "A rewrite launches no job. Take replay or reprocess.");
    };
  }

  private List<Cell> wanted() {
    var wanted = new TreeSet<Cell>();
    cells.forEach(text -> wanted.addAll(cells(text)));
    return new ArrayList<>(wanted);
  }

  private List<Cell> cells(String text) {
    var at = text.lastIndexOf('@');
    try {
      var type = DocumentType.parse(text.substring(0, Math.max(0, at)));
      var ends = text.substring(at + 1).split("/", -1);
      var first = LocalDate.parse(ends[0]);
      var last = LocalDate.parse(ends[ends.length - 1]);
      if (ends.length > 2 || last.isBefore(first)) {
        throw new IllegalArgumentException("Days go from the first to the last");
      }
      return first.datesUntil(last.plusDays(1)).map(day -> new Cell(type, day)).toList();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--cells "
              + text
              + " are none. Write them as telemetry/main/4@2020-04-14/2020-04-16, both days"
              + " included.",
          e);
    }
  }
}
