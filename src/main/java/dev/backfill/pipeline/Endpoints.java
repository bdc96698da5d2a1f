package dev.backfill.pipeline;

import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;

/** Points a pipeline's clients at a sandbox. */
final class Endpoints {
  private Endpoints() {}

  static void point(BackfillOptions options, String endpoint) {
    options.setCredentialFactoryClass(NoopCredentialFactory.class);
    options.setDataflowEndpoint(endpoint + "/");
    options.setGcsEndpoint(endpoint + "/storage/v1/");
    options.as(BigQueryOptions.class).setBigQueryEndpoint(endpoint);
  }
}
