package dev.backfill.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** One HTTP request: path values are decoded, the body is inflated where it came gzipped. */
public final class Request {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String method;
  private final String rawPath;
  private final Map<String, String> values;
  private final Map<String, String> query;
  private final String rawQuery;
  private final UnaryOperator<String> headers;
  private final InputStream body;

  public Request(
      String method,
      String rawPath,
      Map<String, String> values,
      String rawQuery,
      UnaryOperator<String> headers,
      InputStream body) {
    this.method = method;
    this.rawPath = rawPath;
    this.values = values;
    this.rawQuery = rawQuery;
    this.query = Percent.query(rawQuery);
    this.headers = headers;
    this.body = body;
  }

  public String method() {
    return method;
  }

  /** The path as it was sent, still percent-encoded. */
  public String rawPath() {
    return rawPath;
  }

  /** The decoded value of {@code {name}} in the route's path. */
  public String path(String name) {
    return values.get(name);
  }

  /** The decoded query parameter, or null. */
  public String query(String name) {
    return query.get(name);
  }

  public String query(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  /** Every decoded value of a repeated query parameter. */
  public List<String> queries(String name) {
    return Percent.values(rawQuery, name);
  }

  public int queryInt(String name, int otherwise) {
    var value = query.get(name);
    try {
      return value == null || value.isEmpty() ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException notANumber) {
      throw ApiException.invalid("Parameter " + name + " must be a number, not '" + value + "'.");
    }
  }

  /** The header's first value, or null; names ignore case. */
  public String header(String name) {
    return headers.apply(name);
  }

  public InputStream body() throws IOException {
    return "gzip".equalsIgnoreCase(header("Content-Encoding")) ? new GZIPInputStream(body) : body;
  }

  /** The body as a JSON object; an empty body is an empty object. */
  public JsonNode json() throws IOException {
    try (var in = body()) {
      var node = JSON.readTree(in);
      if (node == null || node.isMissingNode()) {
        return JsonNodeFactory.instance.objectNode();
      }
      if (!node.isObject()) {
        throw new ApiException(400, "parseError", "The body is no JSON object.");
      }
      return node;
    } catch (JsonProcessingException | CharConversionException | ZipException malformed) {
      throw new ApiException(
          400, "parseError", "The body is not JSON, or not compressed as its header says.");
    }
  }
}
