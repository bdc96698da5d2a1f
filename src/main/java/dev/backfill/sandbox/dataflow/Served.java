package dev.backfill.sandbox.dataflow;

/**
 * Where a worker finds the sandbox that it belongs to.
 *
 * @param endpoint of everything that is served over HTTP, without a slash at its end
 * @param reads of the Storage Read API, {@code 127.0.0.1:PORT}
 */
record Served(String endpoint, String reads) {}
