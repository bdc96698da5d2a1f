package dev.backfill.google;

import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import dev.backfill.cloud.Projects;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks Resource Manager for projects; a number never changes, so each is asked for once. */
final class GoogleProjects implements Projects {
  private final CloudResourceManager manager;
  private final Map<String, Long> known = new ConcurrentHashMap<>();

  GoogleProjects(CloudResourceManager manager) {
    this.manager = manager;
  }

  @Override
  public Optional<Long> number(String project) {
    return Optional.ofNullable(known.computeIfAbsent(project, p -> ask(p).orElse(null)));
  }

  private Optional<Long> ask(String project) {
    return Errors.ifAnswered(
        "Project " + project, () -> manager.projects().get(project).execute().getProjectNumber());
  }
}
