package dev.backfill.architecture.broken.run;

import dev.backfill.report.Format;

/** An engine that knows its reader. */
record EngineWithReport(Format format) {}
