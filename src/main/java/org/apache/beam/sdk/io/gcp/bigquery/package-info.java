/**
 * BigQueryIO's own package, for what extends a part of it that is not public: {@link
 * org.apache.beam.sdk.io.gcp.bigquery.LineLoads}.
 */
package org.apache.beam.sdk.io.gcp.bigquery;
