package dev.backfill.sandbox.seed;

import dev.backfill.decode.Schema;
import dev.backfill.decode.SchemaArchive;
import dev.backfill.decode.SchemaException;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.storage.StorageService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The schema archive that a sandbox is filled with: a real one, or that of generated documents. */
public final class SeedArchive {
  private final byte[] bytes;
  private final SchemaArchive schemas;

  private SeedArchive(String name, byte[] bytes) {
    this.bytes = bytes;
    this.schemas = SchemaArchive.read(name, new ByteArrayInputStream(bytes));
  }

  /**
   * Reads an archive, or makes the generated one.
   *
   * @throws SchemaException when the file is no archive
   */
  public static SeedArchive of(Optional<Path> file) throws IOException {
    return file.isPresent()
        ? new SeedArchive(file.get().toString(), Files.readAllBytes(file.get()))
        : new SeedArchive("generated schemas", GeneratedArchive.bytes());
  }

  /**
   * The schema of a type.
   *
   * @throws SchemaException when the archive has none
   */
  Schema schema(DocumentType type) {
    return schemas
        .schema(type.namespace(), type.type(), type.version())
        .orElseThrow(
            () ->
                new SchemaException(
                    "The schema archive has no schema for " + type + ". Take a newer one.", null));
  }

  /** Puts the archive at {@code gs://bucket/object}, where a plan names it. */
  public void store(StorageService storage, String project, String uri) throws IOException {
    put(storage, project, uri, "application/gzip", bytes);
  }

  /** Puts bytes at {@code gs://bucket/object}, in a bucket that is made when it is absent. */
  public static void put(
      StorageService storage, String project, String uri, String type, byte[] bytes)
      throws IOException {
    var path = uri.substring("gs://".length());
    var slash = path.indexOf('/');
    var bucket = path.substring(0, slash);
    storage.requireBucket(project, bucket, "US");
    try (var out = storage.create(bucket, path.substring(slash + 1), type)) {
      out.write(bytes);
    }
  }
}
