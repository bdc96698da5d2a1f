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
    Projects projects) {}
