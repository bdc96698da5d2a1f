package dev.backfill.sandbox.strict;

import dev.backfill.text.Ids;

/** What an organisation or a project on Google may be like, and a clean sandbox is not. */
public enum Strictness {
  UNIFORM_ACCESS(
      "uniform-access", "buckets without uniform access are refused, as an organisation wants it"),
  NO_DEFAULT_NETWORK(
      "no-default-network", "no network called default: jobs that name none get no workers"),
  WORKERS_WITHOUT_BUCKET(
      "workers-without-bucket", "the workers' account may read no bucket of production's"),
  PARTITION_FILTERS(
      "partition-filters", "production's tables are not read without a condition on the day"),
  ROW_POLICIES_HIDDEN("row-policies-hidden", "row access policies may not be listed"),
  API_DISABLED("api-disabled", "the Dataflow API is not enabled"),
  WORKER_QUOTA("worker-quota", "a quota of two workers"),
  OTHERS_TABLES(
      "others-tables", "views, snapshots and an external table of others' in every dataset"),
  MANY_DATASETS("many-datasets", "1,200 datasets in the target project, one of them denied"),
  BUCKETS_OF_ALL("buckets-of-all", "lists of buckets name those of all projects");

  private final String id;
  private final String meaning;

  Strictness(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  public String id() {
    return id;
  }

  public String meaning() {
    return meaning;
  }

  /**
   * The one of an id.
   *
   * @throws IllegalArgumentException naming the ids there are
   */
  public static Strictness of(String id) {
    return Ids.find(values(), Strictness::id, id, "No strictness is called", "There are");
  }

  /** All ids, for a message. */
  public static String ids() {
    return Ids.list(values(), Strictness::id);
  }
}
