package dev.backfill.sandbox.dataflow;

/**
 * What a project has for its jobs.
 *
 * @param defaultNetwork whether there is a network called default
 * @param mostWorkers how many workers its quotas allow
 */
public record JobProject(boolean defaultNetwork, int mostWorkers) {
  /** A default network, and quotas that nothing here reaches. */
  public static final JobProject PLENTY = new JobProject(true, Integer.MAX_VALUE);

  /** The same without a default network. */
  public JobProject withoutNetwork() {
    return new JobProject(false, mostWorkers);
  }

  /** The same with a quota of workers. */
  public JobProject withWorkers(int most) {
    return new JobProject(defaultNetwork, most);
  }
}
