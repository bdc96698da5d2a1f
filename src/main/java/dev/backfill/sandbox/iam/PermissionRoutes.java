package dev.backfill.sandbox.iam;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which permissions are granted, all but those taken away, unless only some are; and which numbers
 * projects have.
 */
public final class PermissionRoutes {
  private final Map<String, Set<String>> denied = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> granted = new ConcurrentHashMap<>();

  /**
   * Takes a permission away. One that a project does not grant may still be granted on a table, as
   * with Google.
   *
   * @param on a project's id, or a table's name as {@code project:dataset.table}
   */
  public void deny(String on, String permission) {
    denied.computeIfAbsent(on, p -> ConcurrentHashMap.newKeySet()).add(permission);
  }

  /**
   * Grants these on a project and on all its tables, and nothing else.
   *
   * @param project its id
   */
  public void grantOnly(String project, Set<String> permissions) {
    granted.put(project, Set.copyOf(permissions));
  }

  public void add(Router router) {
    router
        .add("POST", "/v3/projects/{project}:testIamPermissions", this::onProject)
        .add("POST", "/v1/projects/{project}:testIamPermissions", this::onProject)
        .add(
            "POST",
            "/bigquery/v2/projects/{project}/datasets/{dataset}/tables/{table}:testIamPermissions",
            this::onTable)
        .add("GET", "/v1/projects/{project}", PermissionRoutes::project);
  }

  private static void project(Request request, Response response) throws IOException {
    var id = request.path("project");
    response.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("projectId", id)
            .put("projectNumber", ProjectNumber.of(id))
            .put("lifecycleState", "ACTIVE"));
  }

  private void onProject(Request request, Response response) throws IOException {
    answer(request.path("project"), request, response);
  }

  private void onTable(Request request, Response response) throws IOException {
    answer(
        request.path("project") + ":" + request.path("dataset") + "." + request.path("table"),
        request,
        response);
  }

  private void answer(String on, Request request, Response response) throws IOException {
    var missing = denied.getOrDefault(on, Set.of());
    var only = granted.get(request.path("project"));
    var answer = JsonNodeFactory.instance.objectNode();
    var permissions = answer.putArray("permissions");
    for (var permission : request.json().path("permissions")) {
      var name = permission.asText();
      if (!missing.contains(name) && (only == null || only.contains(name))) {
        permissions.add(permission);
      }
    }
    response.json(answer);
  }
}
