package dev.backfill.cli;

import dev.backfill.cloud.CloudException;
import dev.backfill.decode.SchemaException;
import dev.backfill.journal.JournalException;
import dev.backfill.run.Outcome;
import dev.backfill.settings.HeldException;
import dev.backfill.survey.UnusablePrices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What a command says of whatever ended it, and with which exit code: the stack trace stands in the
 * log.
 */
record CommandError(String text, int exitCode) {
  private static final int FAILED = Outcome.FAILED.exitCode();
  private static final int USAGE = 2;

  static CommandError of(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    } else if (failure instanceof HeldException) {
      return new CommandError(failure.getMessage(), Outcome.REFUSED.exitCode());
    } else if (failure instanceof JournalException journal) {
      return new CommandError(
          CliProblems.text(journal.problem()),
          journal.isRefusal() ? Outcome.REFUSED.exitCode() : FAILED);
    } else if (failure instanceof UnusablePrices) {
      return new CommandError(failure.getMessage(), USAGE);
    } else if (failure instanceof SchemaException) {
      return new CommandError(failure.getMessage(), FAILED);
    } else if (failure instanceof CloudException token
        && token.kind() == CloudException.Kind.CREDENTIALS) {
      // Nothing was asked, so nothing is unknown.
      return new CommandError(failure.getMessage(), Outcome.REFUSED.exitCode());
    } else if (failure instanceof CloudException cloud) {
      return new CommandError(
          CliProblems.text(cloud.problem()),
          cloud.leavesUnknown() ? Outcome.UNKNOWN.exitCode() : FAILED);
    } else if (failure instanceof FileSystemException file) {
      return ofFile(file);
    } else if (failure instanceof InvalidPathException path) {
      return new CommandError("'" + path.getInput() + "' names no file. Check the name.", USAGE);
    } else if (failure instanceof IOException) {
      return new CommandError(sentence(failure.getMessage()), FAILED);
    }
    return new CommandError("An unexpected error. The log tells more.", FAILED);
  }

  /** A file that is not as a command needs it was named by who gave the command. */
  private static CommandError ofFile(FileSystemException file) {
    var name = file.getFile();
    if (file instanceof NoSuchFileException) {
      return new CommandError("There is no " + name + ". Check the name.", USAGE);
    } else if (file instanceof AccessDeniedException) {
      return new CommandError(
          "You may not read or write " + name + ". Change its permissions, or name another.",
          USAGE);
    } else if (file instanceof FileAlreadyExistsException
        || file instanceof NotDirectoryException) {
      return new CommandError(name + " is not a folder. Name another.", USAGE);
    }
    return "Not a directory".equals(file.getReason())
        ? new CommandError(name + " is below a file. Name another.", USAGE)
        : new CommandError(sentence(file.getMessage()), FAILED);
  }

  // Ours are sentences that say what to do; the system's are a few words.
  private static String sentence(String said) {
    return said != null && said.endsWith(".")
        ? said
        : "A file or stream failed: " + said + ". Check that it is there, and space.";
  }
}
