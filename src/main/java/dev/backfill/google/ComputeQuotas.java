package dev.backfill.google;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.RegionQuota;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Compute Engine what a project may have in a region ({@code regions.get}). It caps a job's
 * workers without a word. Nothing else is asked of Compute Engine, so its API may well be off.
 */
record ComputeQuotas(HttpTransport transport, HttpRequestInitializer requests, String root) {
  private static final Logger LOG = LoggerFactory.getLogger(ComputeQuotas.class);
  static final String GOOGLE = "https://compute.googleapis.com/";

  /** The quotas of a region; empty where they may not, or cannot, be asked for. */
  Optional<List<RegionQuota>> of(String project, String region) {
    try {
      return Optional.of(Patience.once(() -> Errors.guard("Quotas", () -> ask(project, region))));
    } catch (CloudException e) {
      LOG.info("The compute quotas of {} in {} are not known.", project, region, e);
      return Optional.empty();
    }
  }

  private List<RegionQuota> ask(String project, String region) throws java.io.IOException {
    var url =
        new GenericUrl(root + "compute/v1/projects/" + project + "/regions/" + region)
            .set("fields", "quotas");
    var answer =
        transport
            .createRequestFactory(requests)
            .buildGetRequest(url)
            .setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()))
            .execute()
            .parseAs(GenericJson.class);
    return answer.get("quotas") instanceof List<?> all
        ? all.stream().flatMap(one -> quota(one).stream()).toList()
        : List.of();
  }

  private static Optional<RegionQuota> quota(Object one) {
    return one instanceof Map<?, ?> quota
            && quota.get("metric") instanceof String metric
            && quota.get("limit") instanceof BigDecimal limit
            && quota.get("usage") instanceof BigDecimal used
        ? Optional.of(new RegionQuota(metric, limit.doubleValue(), used.doubleValue()))
        : Optional.empty();
  }
}
