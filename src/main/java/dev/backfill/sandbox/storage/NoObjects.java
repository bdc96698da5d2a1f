package dev.backfill.sandbox.storage;

import dev.backfill.sandbox.http.ApiException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A sandbox without Cloud Storage: jobs that load or extract objects are refused. */
public final class NoObjects implements Blobs {
  @Override
  public List<String> match(String bucket, String pattern) {
    throw refused();
  }

  @Override
  public InputStream open(String bucket, String name) {
    throw refused();
  }

  @Override
  public OutputStream create(String bucket, String name, String contentType) {
    throw refused();
  }

  private static ApiException refused() {
    return ApiException.unsupported("Cloud Storage");
  }
}
