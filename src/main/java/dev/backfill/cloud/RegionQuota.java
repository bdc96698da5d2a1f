package dev.backfill.cloud;

/**
 * What Compute Engine lets a project have of something in a region: {@code CPUS}, {@code N2_CPUS},
 * {@code IN_USE_ADDRESSES}, {@code DISKS_TOTAL_GB} and others.
 */
public record RegionQuota(String metric, double limit, double used) {
  /** How much of it is left. */
  public long free() {
    return (long) Math.max(0, limit - used);
  }
}
