package dev.backfill.estimate;

import java.util.regex.Pattern;

/**
 * A worker's machine, as its type's name says.
 *
 * @param vcpus virtual processors
 * @param memoryGb memory, in GB as it is billed
 */
public record Machine(int vcpus, double memoryGb) {
  // n1-standard-2, e2-highmem-4, c3d-highcpu-8; n2-custom-4-16384 and custom-4-16384 in MB.
  private static final Pattern FAMILY =
      Pattern.compile("([a-z]\\w*)-(standard|highmem|highcpu|megamem|ultramem)-(\\d+).*");
  private static final Pattern CUSTOM = Pattern.compile("(?:\\w+-)?custom-(\\d+)-(\\d+)(?:-ext)?");
  private static final double MB_A_GB = 1024;
  private static final int SHARED = 2;

  /** The machine of a type; one whose name says nothing is taken for one of two processors. */
  public static Machine of(String type) {
    var custom = CUSTOM.matcher(type);
    if (custom.matches()) {
      return new Machine(
          Integer.parseInt(custom.group(1)), Integer.parseInt(custom.group(2)) / MB_A_GB);
    }
    var family = FAMILY.matcher(type);
    if (!family.matches()) {
      return new Machine(SHARED, SHARED * perVcpu("e2", "standard"));
    }
    var vcpus = Integer.parseInt(family.group(3));
    return new Machine(vcpus, vcpus * perVcpu(family.group(1), family.group(2)));
  }

  /** GB a vCPU: Compute Engine's documents on machine families. */
  private static double perVcpu(String series, String kind) {
    var first = series.equals("n1");
    return switch (kind) {
      case "highmem" -> first ? 6.5 : 8;
      case "highcpu" -> first ? 0.9 : 1;
      case "megamem", "ultramem" -> 14.9;
      default -> first ? 3.75 : 4;
    };
  }
}
