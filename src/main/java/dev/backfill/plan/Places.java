package dev.backfill.plan;

import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a job's workers can be, and what they can be. New regions and machines come every year: one
 * that is not on these lists is a warning, and no more.
 */
public final class Places {
  /** Since when nobody has looked at the lists. */
  public static final String AS_OF = "January 2026";

  // "Dataflow locations" and Compute Engine's "Machine families resource and comparison guide".
  private static final Set<String> REGIONS =
      Set.of(
          ("africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3"
                  + " asia-south1 asia-south2 asia-southeast1 asia-southeast2 australia-southeast1"
                  + " australia-southeast2 europe-central2 europe-north1 europe-north2"
                  + " europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4"
                  + " europe-west6 europe-west8 europe-west9 europe-west10 europe-west12"
                  + " me-central1 me-central2 me-west1 northamerica-northeast1"
                  + " northamerica-northeast2 northamerica-south1 southamerica-east1"
                  + " southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1"
                  + " us-west2 us-west3 us-west4")
              .split(" "));

  private static final Pattern MACHINES =
      Pattern.compile(
          "(n1|n2|n2d|n4|e2|c2|c2d|c3|c3d|c4|c4a|t2d|t2a)"
              + "-(standard|highmem|highcpu)-\\d{1,3}(-lssd)?"
              + "|(n1-|n2-|n2d-|n4-|e2-)?custom-\\d{1,3}-\\d{3,7}(-ext)?"
              + "|m[123]-(ultra|mega|hyper)mem-\\d{1,4}|e2-(micro|small|medium)|(f1-micro|g1-small)");

  private Places() {}

  /**
   * Why a job's region does not fit the place of its data: what it reads and writes would go from
   * continent to continent, slowly, and for a price. Empty when it fits.
   */
  public static Optional<Problem> apart(String location, String region) {
    var at = location.toLowerCase(Locale.ROOT);
    var fits =
        switch (at) {
          case "us" -> region.startsWith("us-");
          case "eu" -> region.startsWith("europe-");
          default -> region.equals(at);
        };
    return fits
        ? Optional.empty()
        : Optional.of(
            Problem.ofField(
                "dataflow.region",
                region + " is not where the data is (target.location: " + location + ")",
                switch (at) {
                  case "us" -> "write a region us-…, as us-central1";
                  case "eu" -> "write a region europe-…, as europe-west1";
                  default -> "write " + at;
                }));
  }

  /** What of a plan is on no list, a line each; the job may fail at its start by it. */
  public static List<String> unlisted(Plan plan) {
    var lines = new ArrayList<String>();
    var flow = plan.dataflow();
    if (!REGIONS.contains(flow.region())) {
      lines.add(line("dataflow.region", flow.region(), "regions"));
    }
    if (!MACHINES.matcher(flow.machine()).matches()) {
      lines.add(line("dataflow.machine", flow.machine(), "machine types"));
    }
    return lines;
  }

  private static String line(String field, String value, String what) {
    return field
        + ": "
        + value
        + " is not on this version's list of "
        + what
        + " (of "
        + AS_OF
        + "); if there is none of that name, the job fails at its start";
  }
}
