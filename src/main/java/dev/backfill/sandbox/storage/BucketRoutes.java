package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import dev.backfill.sandbox.iam.ProjectNumber;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Buckets: insert, get, list, patch, delete, and permissions, which are all granted. */
record BucketRoutes(BucketFiles store, BooleanSupplier listsAll) {
  // The service's own limit and default.
  private static final int PAGE = 1000;

  void routes(Router router) {
    var bucket = "/storage/v1/b/{bucket}";
    router.add("POST", "/storage/v1/b", this::insert);
    router.add("GET", "/storage/v1/b", this::list);
    router.add("GET", bucket, this::get);
    router.add("PATCH", bucket, this::patch);
    router.add("DELETE", bucket, this::delete);
    router.add("GET", bucket + "/iam/testPermissions", this::testPermissions);
  }

  private void insert(Request request, Response response) throws IOException {
    var body = request.json();
    response.json(store.createBucket(project(request), body.path("name").asText(), body));
  }

  private void list(Request request, Response response) throws IOException {
    var project = project(request);
    var prefix = request.query("prefix", "");
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "storage#buckets");
    var items = answer.putArray("items");
    int most = Math.max(1, Math.min(PAGE, request.queryInt("maxResults", PAGE)));
    var after = request.query("pageToken", "");
    for (var bucket : store.buckets()) {
      var name = bucket.path("name").asText();
      if ((listsAll.getAsBoolean() || isOf(bucket, project))
          && name.startsWith(prefix)
          && name.compareTo(after) > 0) {
        if (items.size() == most) {
          answer.put("nextPageToken", items.get(most - 1).path("name").asText());
          break;
        }
        items.add(bucket);
      }
    }
    response.json(answer);
  }

  /** A project is named by its id or its number. */
  private static boolean isOf(JsonNode bucket, String project) {
    return List.of(project, ProjectNumber.of(project))
        .contains(bucket.path("projectNumber").asText());
  }

  private void get(Request request, Response response) throws IOException {
    var bucket = store.bucket(request.path("bucket"));
    Preconditions.of(request).check(bucket);
    response.json(bucket);
  }

  private void patch(Request request, Response response) throws IOException {
    var bucket = request.path("bucket");
    response.json(store.changeBucket(bucket, request.json(), Preconditions.of(request)));
  }

  private void delete(Request request, Response response) throws IOException {
    store.deleteBucket(request.path("bucket"), Preconditions.of(request));
    response.empty();
  }

  private void testPermissions(Request request, Response response) throws IOException {
    store.bucket(request.path("bucket"));
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("kind", "storage#testIamPermissionsResponse");
    var granted = answer.putArray("permissions");
    request.queries("permissions").forEach(granted::add);
    response.json(answer);
  }

  private static String project(Request request) {
    var project = request.query("project");
    if (project == null) {
      throw new ApiException(400, "required", "Required parameter: project");
    }
    return project;
  }
}
