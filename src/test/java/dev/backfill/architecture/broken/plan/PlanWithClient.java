package dev.backfill.architecture.broken.plan;

import com.google.cloud.bigquery.TableId;

/** A value that knows Google's client. */
record PlanWithClient(TableId table) {}
