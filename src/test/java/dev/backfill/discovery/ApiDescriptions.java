package dev.backfill.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Google's own descriptions of the APIs that the sandbox stands in for. */
final class ApiDescriptions {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> FILES =
      List.of(
          "bigquery.v2.json",
          "storage.v1.json",
          "dataflow.v1b3.json",
          "cloudresourcemanager.v1.json",
          "cloudresourcemanager.v3.json");
  private static final Optional<ApiDescriptions> FOUND = read(folder());

  private final List<ApiMethod> methods;

  private ApiDescriptions(List<ApiMethod> methods) {
    this.methods = methods;
  }

  /** The descriptions, or nothing in a checkout without them. */
  static Optional<ApiDescriptions> find() {
    return FOUND;
  }

  static Path folder() {
    return Path.of(System.getProperty("discovery.dir", "../shared/spec/discovery"));
  }

  private static Optional<ApiDescriptions> read(Path folder) {
    if (!Files.exists(folder.resolve(FILES.get(0)))) {
      return Optional.empty();
    }
    var methods = new ArrayList<ApiMethod>();
    try {
      for (var file : FILES) {
        var api = JSON.readTree(folder.resolve(file).toFile());
        addMethods(api, api, methods);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new ApiDescriptions(List.copyOf(methods)));
  }

  private static void addMethods(JsonNode api, JsonNode resource, List<ApiMethod> methods) {
    for (var method : resource.path("methods")) {
      methods.addAll(ApiMethod.of(api, method));
    }
    for (var nested : resource.path("resources")) {
      addMethods(api, nested, methods);
    }
  }

  /** The method that serves a path, the one with the most literal text if several do. */
  Optional<ApiMethod> method(String httpMethod, String rawPath) {
    return methods.stream()
        .filter(method -> method.serves(httpMethod, rawPath))
        .max((a, b) -> Integer.compare(a.literal(), b.literal()));
  }
}
