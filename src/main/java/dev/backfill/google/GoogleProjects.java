package dev.backfill.google;

import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Projects;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Resource Manager for projects; a number never changes, so each is asked for once. */
final class GoogleProjects implements Projects {
  private static final Logger LOG = LoggerFactory.getLogger(GoogleProjects.class);

  private final CloudResourceManager manager;
  private final Map<String, Long> known = new ConcurrentHashMap<>();

  GoogleProjects(CloudResourceManager manager) {
    this.manager = manager;
  }

  @Override
  public Optional<Long> number(String project) {
    return Optional.ofNullable(known.computeIfAbsent(project, this::ask));
  }

  private Long ask(String project) {
    try {
      return Errors.guard(
          "Project " + project, () -> manager.projects().get(project).execute().getProjectNumber());
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      LOG.warn("The number of project {} is unknown", project, e);
      return null;
    }
  }
}
