package dev.backfill.sandbox.strict;

import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Disturbance;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses requests as an API, an account or a policy does, whatever else they ask for. */
public final class StrictAnswers implements Disturbance {
  private static final Pattern POLICIES =
      Pattern.compile(
          "/bigquery/v2/(projects/[^/]+/datasets/[^/]+/tables/[^/]+)/rowAccessPolicies");
  private static final Pattern DATAFLOW = Pattern.compile("/v1b3/projects/([^/]+)/.*");

  private final Set<Strictness> wanted;
  private final String denied;

  /**
   * Refuses by rules.
   *
   * @param denied a dataset that may not be looked at, as {@code project/datasets/dataset}
   */
  public StrictAnswers(Set<Strictness> wanted, String denied) {
    this.wanted = Set.copyOf(wanted);
    this.denied = denied;
  }

  @Override
  public Effect of(String method, String rawPath) {
    if (wanted.contains(Strictness.API_DISABLED)) {
      var dataflow = DATAFLOW.matcher(rawPath);
      if (dataflow.matches()) {
        return refused(disabled("Dataflow API", "dataflow.googleapis.com", dataflow.group(1)));
      }
    }
    if (wanted.contains(Strictness.ROW_POLICIES_HIDDEN) && method.equals("GET")) {
      var policies = POLICIES.matcher(rawPath);
      if (policies.matches()) {
        return refused(
            denied(
                "bigquery.rowAccessPolicies.list",
                policies.group(1).replaceAll("%24.*|\\$.*", "")));
      }
    }
    if (wanted.contains(Strictness.MANY_DATASETS)
        && (rawPath + "/").contains("/projects/" + denied + "/")) {
      return refused(denied("bigquery.datasets.get", "projects/" + denied));
    }
    return NONE;
  }

  private static Effect refused(ApiException refusal) {
    return new Effect(0, refusal, Drop.NEVER);
  }

  private static ApiException denied(String permission, String resource) {
    return new ApiException(
        403,
        "accessDenied",
        "Access Denied: Permission "
            + permission
            + " denied on resource "
            + resource
            + " (or it may not exist).");
  }

  /** As the services' common front answers for an API that nobody has turned on. */
  private static ApiException disabled(String name, String service, String project) {
    var url =
        "https://console.developers.google.com/apis/api/"
            + service
            + "/overview?project="
            + project;
    return new ApiException(
            403,
            "accessNotConfigured",
            name
                + " has not been used in project "
                + project
                + " before or it is disabled. Enable it by visiting "
                + url
                + " then retry. If you enabled this API recently, wait a few minutes for the action"
                + " to propagate to our systems and retry.")
        .because(
            "SERVICE_DISABLED",
            List.of("service=" + service, "consumer=projects/" + project, "activationUrl=" + url));
  }
}
