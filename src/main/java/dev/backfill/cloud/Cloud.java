package dev.backfill.cloud;

/** The ports of one cloud, Google's or a sandbox. */
public record Cloud(
    String description,
    Warehouse warehouse,
    StagingWriter staging,
    ProductionWriter production,
    ObjectStore objects,
    JobService jobs,
    Permissions permissions,
    Projects projects,
    Site site) {

  /** A cloud of which no more is known than its kind. */
  public Cloud(
      String description,
      Warehouse warehouse,
      StagingWriter staging,
      ProductionWriter production,
      ObjectStore objects,
      JobService jobs,
      Permissions permissions,
      Projects projects) {
    this(
        description,
        warehouse,
        staging,
        production,
        objects,
        jobs,
        permissions,
        projects,
        Site.UNKNOWN);
  }

  /** The same cloud with where it is. */
  public Cloud at(Site where) {
    return new Cloud(
        description, warehouse, staging, production, objects, jobs, permissions, projects, where);
  }
}
