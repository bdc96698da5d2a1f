package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal in Google's terms: HTTP status, reason, message, and optionally where. */
public final class ApiException extends RuntimeException {
  private final int status;
  private final String reason;
  private final String location;
  private String errorInfo = "";
  private List<String> metadata = List.of();

  public ApiException(int status, String reason, String message) {
    this(status, reason, message, null);
  }

  public ApiException(int status, String reason, String message, String location) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.location = location;
  }

  public static ApiException notFound(String message) {
    return new ApiException(404, "notFound", message);
  }

  public static ApiException invalid(String message) {
    return new ApiException(400, "invalid", message);
  }

  /** A query that does not parse, or names what is not there. */
  public static ApiException invalidQuery(String message) {
    return new ApiException(400, "invalidQuery", message, "query");
  }

  public static ApiException unsupported(String what) {
    return new ApiException(501, "notImplemented", what + " is not supported in the sandbox.");
  }

  /**
   * Adds the detail by which clients tell refusals of one status apart.
   *
   * @param why in capital letters, {@code SERVICE_DISABLED} for example
   * @param what entries {@code name=value}
   */
  public ApiException because(String why, List<String> what) {
    errorInfo = why;
    metadata = List.copyOf(what);
    return this;
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

  /** The body that Google's clients parse: code, message, errors[], status. */
  public ObjectNode toJson() {
    var body = JsonNodeFactory.instance.objectNode();
    var error = body.putObject("error").put("code", status).put("message", getMessage());
    var detail = error.putArray("errors").addObject();
    detail.put("domain", "global").put("reason", reason).put("message", getMessage());
    if (location != null) {
      detail.put("location", location).put("locationType", "other");
    }
    error.put("status", statusName());
    if (!errorInfo.isEmpty()) {
      var info = error.putArray("details").addObject();
      info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo").put("reason", errorInfo);
      info.put("domain", "googleapis.com");
      var entries = info.putObject("metadata");
      metadata.forEach(
          entry -> entries.put(entry.replaceFirst("=.*", ""), entry.replaceFirst("^[^=]*=", "")));
    }
    return body;
  }

  private String statusName() {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ALREADY_EXISTS";
      case 412 -> "FAILED_PRECONDITION";
      case 413, 429 -> "RESOURCE_EXHAUSTED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      default -> status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
    };
  }
}
