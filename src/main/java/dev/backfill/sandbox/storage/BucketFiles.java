package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.iam.ProjectNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Buckets as folders, objects as a data file for each generation and one metadata file.
 *
 * <p>Renaming the metadata file is what makes an object; data that none names is removed at start.
 */
final class BucketFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKET = "bucket.json";
  private static final List<String> KEPT =
      List.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "customTime",
          "metadata");

  private final Path folder;
  private final Path drafts;
  private final TreeMap<String, Bucket> buckets = new TreeMap<>();
  private long lastGeneration;
  private volatile boolean uniformOnly;

  private record Bucket(ObjectNode resource, NavigableMap<String, ObjectNode> objects) {}

  /** An object's metadata and its bytes, which stay readable when it is replaced. */
  record Opened(ObjectNode resource, InputStream bytes) {}

  BucketFiles(Path folder) throws IOException {
    this.folder = folder;
    drafts = Files.createDirectories(folder.resolve(".drafts"));
    for (var left : list(drafts)) {
      Files.delete(left);
    }
    for (var path : list(folder)) {
      if (Files.exists(path.resolve(BUCKET))) {
        load(path);
      }
    }
  }

  private void load(Path path) throws IOException {
    var resource = read(path.resolve(BUCKET));
    modern(resource);
    var bucket = new Bucket(resource, new ConcurrentSkipListMap<>());
    var named = new HashSet<String>();
    for (var file : list(path)) {
      var name = file.getFileName().toString();
      if (name.endsWith(".json") && !name.equals(BUCKET)) {
        var object = read(file);
        bucket.objects.put(object.path("name").asText(), object);
        named.add(object.path("generation").asText() + ".data");
        lastGeneration = Math.max(lastGeneration, object.path("generation").asLong());
      }
    }
    for (var file : list(path)) {
      var name = file.getFileName().toString();
      if (name.endsWith(".data") && !named.contains(name)) {
        Files.delete(file);
      }
    }
    buckets.put(bucket.resource.path("name").asText(), bucket);
  }

  /** A sandbox of an earlier version named a bucket's project and kept no settings. */
  private static void modern(ObjectNode resource) {
    if (resource.has("project")) {
      resource.put("projectNumber", ProjectNumber.of(resource.path("project").asText()));
      var labels = JsonNodeFactory.instance.objectNode();
      labels.set("location", resource.path("location"));
      BucketSettings.create(resource, labels);
      resource.put("selfLink", link(resource.path("name").asText())).remove("project");
    }
  }

  private static String link(String bucket) {
    return "/storage/v1/b/" + bucket;
  }

  /** Refuses buckets without uniform access from now on. */
  void requireUniformAccess() {
    uniformOnly = true;
  }

  synchronized boolean hasBucket(String name) {
    return buckets.containsKey(name);
  }

  /** Makes a bucket. */
  synchronized ObjectNode createBucket(String project, String name, JsonNode wanted)
      throws IOException {
    if (!name.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw ApiException.invalid("Invalid bucket name: '" + name + "'.");
    }
    if (buckets.containsKey(name)) {
      throw new ApiException(409, "conflict", "The bucket '" + name + "' exists already.");
    }
    var now = Instant.now().toString();
    var resource = JsonNodeFactory.instance.objectNode();
    resource.put("kind", "storage#bucket").put("id", name).put("name", name);
    resource.put("selfLink", link(name)).put("projectNumber", ProjectNumber.of(project));
    resource.put("metageneration", "1").put("etag", "CAE=");
    resource.put("timeCreated", now).put("updated", now);
    BucketSettings.create(resource, wanted);
    if (uniformOnly
        && !resource.at("/iamConfiguration/uniformBucketLevelAccess/enabled").asBoolean()) {
      throw new ApiException(
          412,
          "conditionNotMet",
          "Request violates constraint 'constraints/storage.uniformBucketLevelAccess'");
    }
    var path = Files.createDirectories(folder.resolve(name));
    write(path.resolve(BUCKET), resource);
    buckets.put(name, new Bucket(resource, new ConcurrentSkipListMap<>()));
    return resource;
  }

  synchronized List<ObjectNode> buckets() {
    return buckets.values().stream().map(Bucket::resource).toList();
  }

  synchronized ObjectNode bucket(String name) {
    return find(name).resource;
  }

  /** Changes a bucket's settings. */
  synchronized ObjectNode changeBucket(String name, JsonNode patch, Preconditions conditions)
      throws IOException {
    var bucket = find(name);
    conditions.check(bucket.resource);
    if (patch.hasNonNull("location")
        && !patch
            .path("location")
            .asText()
            .equalsIgnoreCase(bucket.resource.path("location").asText())) {
      throw ApiException.invalid("A bucket's location cannot be changed.");
    }
    var settings = ((ObjectNode) patch).deepCopy().without("location");
    var resource = bucket.resource.deepCopy();
    BucketSettings.change(resource, settings);
    resource.put("metageneration", Long.toString(resource.path("metageneration").asLong() + 1));
    resource.put("updated", Instant.now().toString());
    write(folder.resolve(name).resolve(BUCKET), resource);
    buckets.put(name, new Bucket(resource, bucket.objects));
    return resource;
  }

  synchronized void deleteBucket(String name, Preconditions conditions) throws IOException {
    var bucket = find(name);
    conditions.check(bucket.resource);
    if (!bucket.objects.isEmpty()) {
      throw new ApiException(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    var path = folder.resolve(name);
    Files.delete(path.resolve(BUCKET));
    buckets.remove(name);
    for (var left : list(path)) {
      Files.delete(left);
    }
    Files.delete(path);
  }

  /** The objects as they are while they are looked at: a page of a list copies none. */
  synchronized NavigableMap<String, ObjectNode> objects(String bucket) {
    return Collections.unmodifiableNavigableMap(find(bucket).objects);
  }

  /** The generation, or the present one when null. */
  synchronized ObjectNode object(String bucket, String name, Long generation) {
    var object = find(bucket).objects.get(name);
    if (object == null || generation != null && generation != object.path("generation").asLong()) {
      throw ApiException.notFound("No such object: " + bucket + "/" + name);
    }
    return object;
  }

  synchronized void check(String bucket, String name, Preconditions conditions) {
    conditions.check(find(bucket).objects.get(name));
  }

  synchronized Opened open(String bucket, String name, Long generation, Preconditions conditions)
      throws IOException {
    var object = object(bucket, name, generation);
    conditions.check(object);
    return new Opened(object, Files.newInputStream(data(bucket, object)));
  }

  Draft draft() throws IOException {
    return new Draft(drafts);
  }

  /** Makes the draft the object's new generation. */
  synchronized ObjectNode commit(
      String bucketName, String name, JsonNode wanted, Draft draft, Preconditions conditions)
      throws IOException {
    try {
      var bucket = find(bucketName);
      var before = bucket.objects.get(name);
      conditions.check(before);
      var object = describe(bucketName, name, wanted, draft);
      Files.move(draft.seal(), data(bucketName, object), StandardCopyOption.ATOMIC_MOVE);
      write(metadata(bucketName, name), object);
      bucket.objects.put(name, object);
      if (before != null) {
        Files.deleteIfExists(data(bucketName, before));
      }
      return object;
    } finally {
      draft.discard();
    }
  }

  private ObjectNode describe(String bucket, String name, JsonNode wanted, Draft draft) {
    var now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    lastGeneration = Math.max(lastGeneration + 1, micros);
    var md5 = draft.md5();
    sameSum(wanted.path("md5Hash").asText(md5), md5);
    sameSum(wanted.path("crc32c").asText(draft.crc32c()), draft.crc32c());
    var object = JsonNodeFactory.instance.objectNode().put("kind", "storage#object");
    object.put("id", bucket + "/" + name + "/" + lastGeneration);
    object.put("bucket", bucket).put("name", name);
    object.put("generation", Long.toString(lastGeneration)).put("metageneration", "1");
    object.put("size", Long.toString(draft.size())).put("storageClass", "STANDARD");
    object.put("md5Hash", md5).put("crc32c", draft.crc32c());
    object.put("etag", lastGeneration + "/1");
    object.put("timeCreated", now.toString()).put("updated", now.toString());
    object.put("timeStorageClassUpdated", now.toString()).put("timeFinalized", now.toString());
    for (var field : KEPT) {
      if (wanted.hasNonNull(field)) {
        object.set(field, wanted.get(field));
      }
    }
    return object;
  }

  private static void sameSum(String wanted, String found) {
    if (!wanted.equals(found)) {
      throw ApiException.invalid("The checksum sent is " + wanted + ", the data's is " + found);
    }
  }

  synchronized void delete(String bucket, String name, Long generation, Preconditions conditions)
      throws IOException {
    var object = object(bucket, name, generation);
    conditions.check(object);
    Files.delete(metadata(bucket, name));
    find(bucket).objects.remove(name);
    Files.deleteIfExists(data(bucket, object));
  }

  private Bucket find(String name) {
    var bucket = buckets.get(name);
    if (bucket == null) {
      throw ApiException.notFound("The specified bucket does not exist.");
    }
    return bucket;
  }

  private Path data(String bucket, JsonNode object) {
    return folder.resolve(bucket).resolve(object.path("generation").asText() + ".data");
  }

  // Names hold up to 1,024 bytes and slashes; a file's name holds 255 and none.
  private Path metadata(String bucket, String name) {
    var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(bucket).resolve(id + ".json");
  }

  private void write(Path target, JsonNode node) throws IOException {
    var temporary = Files.createTempFile(drafts, "metadata", ".json");
    try (var out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(node));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ObjectNode read(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
  }

  private static List<Path> list(Path path) throws IOException {
    try (var paths = Files.list(path)) {
      return new ArrayList<>(paths.toList());
    }
  }
}
