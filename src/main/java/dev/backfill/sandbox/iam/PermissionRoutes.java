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
 * Resource Manager: which permissions are granted (all but those taken away), and projects'
 * numbers.
 */
public final class PermissionRoutes {
  private final Map<String, Set<String>> denied = new ConcurrentHashMap<>();

  /** Takes a permission away on a project. */
  public void deny(String project, String permission) {
    denied.computeIfAbsent(project, p -> ConcurrentHashMap.newKeySet()).add(permission);
  }

  public void add(Router router) {
    router
        .add("POST", "/v3/projects/{project}:testIamPermissions", this::granted)
        .add("POST", "/v1/projects/{project}:testIamPermissions", this::granted)
        .add("GET", "/v1/projects/{project}", PermissionRoutes::project);
  }

  // A project is there as soon as it is named; its number is made of its name.
  private static void project(Request request, Response response) throws IOException {
    var id = request.path("project");
    var number = Integer.toUnsignedLong(id.hashCode()) + 100_000_000_000L;
    response.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("projectId", id)
            .put("projectNumber", Long.toString(number))
            .put("lifecycleState", "ACTIVE"));
  }

  private void granted(Request request, Response response) throws IOException {
    var missing = denied.getOrDefault(request.path("project"), Set.of());
    var answer = JsonNodeFactory.instance.objectNode();
    var permissions = answer.putArray("permissions");
    for (var permission : request.json().path("permissions")) {
      if (!missing.contains(permission.asText())) {
        permissions.add(permission);
      }
    }
    response.json(answer);
  }
}
