package dev.backfill.sandbox.bigquery;

/** A refusal with BigQuery's HTTP status, reason and message; the location may be null. */
public final class BigQueryError extends RuntimeException {
  private final int status;
  private final String reason;
  private final String location;

  public BigQueryError(int status, String reason, String message, String location) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.location = location;
  }

  public BigQueryError(int status, String reason, String message) {
    this(status, reason, message, null);
  }

  public static BigQueryError notFound(String message) {
    return new BigQueryError(404, "notFound", message);
  }

  public static BigQueryError invalid(String message) {
    return new BigQueryError(400, "invalid", message);
  }

  public static BigQueryError invalidQuery(String message) {
    return new BigQueryError(400, "invalidQuery", message, "query");
  }

  public static BigQueryError unsupported(String construct) {
    return new BigQueryError(
        501, "notImplemented", construct + " is not supported in the sandbox.");
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public String location() {
    return location;
  }
}
