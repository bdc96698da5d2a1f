package dev.backfill.cli;

import dev.backfill.cloud.CloudException;
import dev.backfill.decode.SchemaException;
import dev.backfill.journal.JournalException;
import dev.backfill.run.Outcome;
import dev.backfill.settings.HeldException;
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
record Complaint(String text, int exitCode) {
  private static final int FAILED = Outcome.FAILED.exitCode();
  private static final int USAGE = 2;

  static Complaint of(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    } else if (failure instanceof HeldException) {
      return new Complaint(failure.getMessage(), Outcome.REFUSED.exitCode());
    } else if (failure instanceof JournalException journal) {
      return new Complaint(
          Worded.text(journal.problem()),
          journal.isRefusal() ? Outcome.REFUSED.exitCode() : FAILED);
    } else if (failure instanceof SchemaException) {
      return new Complaint(failure.getMessage(), FAILED);
    } else if (failure instanceof CloudException token
        && token.kind() == CloudException.Kind.CREDENTIALS) {
      // Nothing was asked, so nothing is unknown.
      return new Complaint(failure.getMessage(), Outcome.REFUSED.exitCode());
    } else if (failure instanceof CloudException cloud) {
      return new Complaint(
          Worded.text(cloud.problem()),
          cloud.leavesUnknown() ? Outcome.UNKNOWN.exitCode() : FAILED);
    } else if (failure instanceof FileSystemException file) {
      return ofFile(file);
    } else if (failure instanceof InvalidPathException path) {
      return new Complaint("'" + path.getInput() + "' names no file. Check the name.", USAGE);
    } else if (failure instanceof IOException) {
      return new Complaint(sentence(failure.getMessage()), FAILED);
    }
    return new Complaint("An unexpected error. The log tells more.", FAILED);
  }

  /** A file that is not as a command needs it was named by who gave the command. */
  private static Complaint ofFile(FileSystemException file) {
    var name = file.getFile();
    if (file instanceof NoSuchFileException) {
      return new Complaint("There is no " + name + ". Check the name.", USAGE);
    } else if (file instanceof AccessDeniedException) {
      return new Complaint(
          "You may not read or write " + name + ". Change its rights, or name another.", USAGE);
    } else if (file instanceof FileAlreadyExistsException
        || file instanceof NotDirectoryException) {
      return new Complaint(name + " is no folder. Name another.", USAGE);
    }
    return "Not a directory".equals(file.getReason())
        ? new Complaint(name + " is below a file. Name another.", USAGE)
        : new Complaint(sentence(file.getMessage()), FAILED);
  }

  // Ours are sentences that say what to do; the system's are a few words.
  private static String sentence(String said) {
    return said != null && said.endsWith(".")
        ? said
        : "A file or stream failed: " + said + ". Check that it is there, and space.";
  }
}
