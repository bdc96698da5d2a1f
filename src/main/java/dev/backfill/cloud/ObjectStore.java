package dev.backfill.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be read of Cloud Storage. Every method throws {@link CloudException}. */
public interface ObjectStore {
  /** The buckets that are listed for a project; whose they are is what each one says of itself. */
  List<BucketState> buckets(String project);

  /** A bucket as it stands now; names are unique among all projects. Empty when there is none. */
  Optional<BucketState> bucket(String name);

  /** Every generation of a bucket's objects; how many are listed so far is said. */
  List<ObjectState> objects(String bucket, Progress progress);

  /** The same, which nobody watches. */
  default List<ObjectState> objects(String bucket) {
    return objects(bucket, Progress.SILENT);
  }

  /**
   * Some of a bucket's objects, by one question.
   *
   * @param most how many at most
   */
  List<ObjectState> some(String bucket, int most);

  /** Whether an object, {@code gs://bucket/name}, can be read. */
  boolean exists(String uri);

  /** Downloads an object. */
  void download(String uri, Path to) throws IOException;
}
