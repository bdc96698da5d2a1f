package dev.backfill.cli;

/** What decodes the documents of a rehearsal; the names are the words of the command line. */
enum DecoderOption {
  console,
  template
}
