package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.http.ApiException;

/** A {@code gs://} address, runs of slashes taken as one. */
record Uris(String bucket, String name) {
  static Uris parse(String uri) {
    if (!uri.startsWith("gs://") || uri.indexOf('/', 5) < 0) {
      throw ApiException.invalid("Invalid path: " + uri + ". Use gs://bucket/object.");
    }
    int slash = uri.indexOf('/', 5);
    return new Uris(
        uri.substring(5, slash),
        uri.substring(slash + 1).replaceAll("/+", "/").replaceFirst("^/", ""));
  }
}
