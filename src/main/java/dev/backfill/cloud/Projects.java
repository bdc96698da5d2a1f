package dev.backfill.cloud;

import java.util.Optional;

/** What is known of projects. */
public interface Projects {
  /**
   * The number that stands for a project beside its id; empty when the credentials may not ask
   * ({@code resourcemanager.projects.get}) or no such project is to be seen.
   *
   * @throws CloudException when the service cannot be asked at all
   */
  Optional<Long> number(String project);

  /** Whether two ids are known to stand for one project. */
  default boolean same(String one, String other) {
    return one.equals(other)
        || number(one).flatMap(n -> number(other).filter(n::equals)).isPresent();
  }
}
