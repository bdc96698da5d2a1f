package dev.backfill.sandbox.bigquery;

import dev.backfill.sandbox.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Objects as files of one folder for each bucket. */
record FolderBlobs(Path root) implements Blobs {
  @Override
  public List<String> match(String bucket, String pattern) throws IOException {
    var regex = "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
    var folder = root.resolve(bucket);
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.matches(regex))
          .sorted()
          .toList();
    }
  }

  @Override
  public String location(String bucket) {
    return "US";
  }

  @Override
  public InputStream open(String bucket, String name) throws IOException {
    return Files.newInputStream(root.resolve(bucket).resolve(name));
  }

  @Override
  public OutputStream create(String bucket, String name, String contentType) throws IOException {
    var file = root.resolve(bucket).resolve(name);
    Files.createDirectories(file.getParent());
    return Files.newOutputStream(file);
  }
}
