package dev.backfill.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What can be read of Cloud Storage. Every method throws {@link CloudException}. */
public interface ObjectStore {
  /** The buckets of a project, with their objects counted. */
  List<BucketState> buckets(String project);

  /** Every generation of a bucket's objects. */
  List<ObjectState> objects(String bucket);

  /** Whether an object, {@code gs://bucket/name}, can be read. */
  boolean exists(String uri);

  /** Downloads an object. */
  void download(String uri, Path to) throws IOException;
}
