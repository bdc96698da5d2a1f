package dev.backfill.sandbox.seed;

import dev.backfill.decode.ArchiveWriter;

/** The schemas of the generated documents as an archive of the real ones' form. */
final class GeneratedArchive {
  private GeneratedArchive() {}

  /** A {@code .tar.gz} with an entry for each type of {@link Generator#TYPES}. */
  static byte[] bytes() {
    var archive = new ArchiveWriter("generated");
    Generator.TYPES.forEach(
        (type, schema) -> archive.add(type.namespace(), type.type(), type.version(), schema));
    return archive.bytes();
  }
}
