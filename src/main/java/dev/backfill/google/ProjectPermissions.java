package dev.backfill.google;

import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import com.google.api.services.cloudresourcemanager.model.TestIamPermissionsRequest;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Resource Manager what is granted on a project. */
final class ProjectPermissions implements Permissions {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectPermissions.class);

  private final CloudResourceManager client;

  ProjectPermissions(CloudResourceManager client) {
    this.client = client;
  }

  @Override
  public Optional<Set<String>> granted(String project, Set<String> asked) {
    try {
      var request = new TestIamPermissionsRequest().setPermissions(List.copyOf(asked));
      var answer =
          Errors.guard(
              "Permissions on " + project,
              () -> client.projects().testIamPermissions(project, request).execute());
      return Optional.of(
          answer.getPermissions() == null ? Set.of() : Set.copyOf(answer.getPermissions()));
    } catch (CloudException e) {
      if (e.kind() == CloudException.Kind.UNAVAILABLE) {
        throw e;
      }
      LOG.warn("Whether permissions are granted on {} is unknown", project, e);
      return Optional.empty();
    }
  }
}
