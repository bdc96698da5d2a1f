package dev.backfill.cli;

import dev.backfill.text.ErrorCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: its commands, and what every error looks like. */
@Command(
    name = "backfill-console",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RehearseCommand.class,
      RunCommand.class,
      HandOverCommand.class,
      PlanCommand.class,
      ReportCommand.class,
      JournalCommand.class,
      SandboxCommand.class,
      LaunchCommand.class,
      DecodeCommand.class,
      TransformCommand.class,
      SnakeCaseCommand.class
    },
    description = "Backfills BigQuery tables, in a window or from the command line.")
public final class Main implements Runnable {
  private final Streams streams;

  @Spec private CommandSpec spec;

  Main(Streams streams) {
    this.streams = streams;
  }

  /** Runs a command line on the standard streams and returns its exit code. */
  public static int run(String... args) {
    return commandLine(Streams.standard()).execute(args);
  }

  static CommandLine commandLine(Streams streams) {
    return commandLine(streams, new Commands(streams));
  }

  static CommandLine commandLine(Streams streams, Commands commands) {
    return new CommandLine(new Main(streams), commands)
        .setOut(new PrintWriter(streams.out(), true))
        .setErr(new PrintWriter(streams.err(), true))
        .setParameterExceptionHandler((e, line) -> misused(e, streams))
        .setExecutionStrategy(parsed -> execute(parsed, streams))
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, streams));
  }

  /** Errors too: a library that cannot be loaded, or a full memory, is told in a sentence. */
  private static int execute(ParseResult parsed, Streams streams) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (LinkageError | VirtualMachineError e) {
      return report(e, streams);
    }
  }

  /** Without a command: says which there are. */
  @Override
  public void run() {
    spec.commandLine().usage(streams.out());
    streams.out().flush();
  }

  private static int misused(ParameterException wrong, Streams streams) {
    streams.complain(wrong.getMessage());
    var line = wrong.getCommandLine();
    if (!UnmatchedArgumentException.printSuggestions(wrong, line.getErr())) {
      line.usage(line.getErr());
    }
    line.getErr().flush();
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int report(Throwable failure, Streams streams) {
    var code = ErrorCode.log("command", failure);
    var complaint = CommandError.of(failure);
    streams.complain(complaint.text() + " [" + code + "]");
    streams.err().flush();
    return complaint.exitCode();
  }
}
