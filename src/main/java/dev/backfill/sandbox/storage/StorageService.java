package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Router;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Cloud Storage in one folder: buckets and objects that survive the process. */
public final class StorageService implements Blobs {
  private final BucketFiles store;
  private volatile boolean listsAll;

  /** Reads what the folder holds; makes it when absent. */
  public StorageService(Path folder) throws IOException {
    store = new BucketFiles(folder);
  }

  /** Refuses buckets without uniform access, as an organisation's constraint does. */
  public void requireUniformAccess() {
    store.requireUniformAccess();
  }

  /** Answers lists of buckets with those of all projects, as some servers do. */
  public void listBucketsOfAll() {
    listsAll = true;
  }

  /** The number of the project that a bucket belongs to; empty when there is no such bucket. */
  public String projectNumber(String bucket) {
    return store.hasBucket(bucket) ? store.bucket(bucket).path("projectNumber").asText() : "";
  }

  public void routes(Router router) {
    new BucketRoutes(store, () -> listsAll).routes(router);
    new ObjectRoutes(store, new Downloads(store)).routes(router);
    new Uploads(store).routes(router);
    new XmlReads(store, new Downloads(store)).routes(router);
    new BatchRoute(router).routes();
  }

  /** Makes a bucket, unless it is there. */
  public void requireBucket(String project, String name, String location) throws IOException {
    if (!store.hasBucket(name)) {
      store.createBucket(
          project, name, JsonNodeFactory.instance.objectNode().put("location", location));
    }
  }

  @Override
  public List<String> match(String bucket, String pattern) {
    var plain = pattern.replaceAll("/{2,}", "/");
    int star = plain.indexOf('*');
    var regex =
        star < 0
            ? Pattern.quote(plain)
            : Pattern.quote(plain.substring(0, star))
                + ".*"
                + Pattern.quote(plain.substring(star + 1));
    var matching = Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    return store.objects(bucket).keySet().stream().filter(matching).toList();
  }

  @Override
  public String location(String bucket) {
    return store.bucket(bucket).path("location").asText();
  }

  @Override
  public InputStream open(String bucket, String name) throws IOException {
    return store.open(bucket, name, null, Preconditions.NONE).bytes();
  }

  /** The bytes of the object at {@code gs://bucket/object}. */
  public byte[] readAll(String uri) throws IOException {
    var parts = uri.replaceFirst("^gs://", "").split("/", 2);
    if (parts.length < 2 || parts[1].isEmpty()) {
      throw ApiException.invalid("'" + uri + "' is not of the form gs://bucket/object.");
    }
    try (var in = open(parts[0], parts[1])) {
      return in.readAllBytes();
    }
  }

  @Override
  public OutputStream create(String bucket, String name, String contentType) throws IOException {
    store.bucket(bucket);
    return new Committing(store.draft(), bucket, name, contentType);
  }

  private final class Committing extends FilterOutputStream {
    private final Draft draft;
    private final String bucket;
    private final String name;
    private final String contentType;
    private boolean closed;

    Committing(Draft draft, String bucket, String name, String contentType) {
      super(draft);
      this.draft = draft;
      this.bucket = bucket;
      this.name = name;
      this.contentType = contentType;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      draft.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        var wanted = JsonNodeFactory.instance.objectNode().put("contentType", contentType);
        store.commit(bucket, name, wanted, draft, Preconditions.NONE);
      }
    }
  }
}
