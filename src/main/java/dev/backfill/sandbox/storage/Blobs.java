package dev.backfill.sandbox.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Objects, as BigQuery's load and extract jobs see them. */
public interface Blobs {
  /**
   * Names in order; the pattern holds at most one {@code *}, and {@code //} counts as one slash.
   */
  List<String> match(String bucket, String pattern) throws IOException;

  /** Where a bucket lies, in capital letters: {@code US}, {@code EUROPE-WEST1}. */
  String location(String bucket) throws IOException;

  InputStream open(String bucket, String name) throws IOException;

  /** The object is visible once the stream is closed. */
  OutputStream create(String bucket, String name, String contentType) throws IOException;
}
