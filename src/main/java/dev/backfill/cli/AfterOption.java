package dev.backfill.cli;

/** What becomes of error rows in a rehearsal; the names are the words of the command line. */
enum AfterOption {
  leave,
  delete
}
