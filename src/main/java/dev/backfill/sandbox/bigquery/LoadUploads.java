package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.ContentRange;
import dev.backfill.sandbox.http.Multipart;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Load jobs whose rows come with the request, at once or in chunks; sessions end with the process.
 */
final class LoadUploads {
  private final BigQueryService service;
  private final Path folder;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String project, JsonNode job, Path file) {}

  LoadUploads(BigQueryService service, Path folder) {
    this.service = service;
    this.folder = folder;
  }

  void routes(Router router) {
    for (var root : new String[] {"/upload/bigquery/v2", "/resumable/upload/bigquery/v2"}) {
      router.add("POST", root + "/projects/{project}/jobs", this::start);
      router.add("PUT", root + "/projects/{project}/jobs", this::resume);
    }
  }

  private void start(Request request, Response response) throws IOException {
    if (request.query("upload_id") != null) {
      resume(request, response);
      return;
    }
    switch (request.query("uploadType", "")) {
      case "multipart" -> multipart(request, response);
      case "resumable" -> open(request, response);
      default ->
          throw ApiException.unsupported("uploadType '" + request.query("uploadType", "") + "'");
    }
  }

  private void multipart(Request request, Response response) throws IOException {
    var parts = Multipart.parse(request.header("Content-Type"), request.body().readAllBytes());
    if (parts.size() != 2) {
      throw ApiException.invalid("A multipart upload has two parts, not " + parts.size() + ".");
    }
    var job = job(parts.get(0).utf8());
    var file = file();
    Files.write(file, parts.get(1).bytes());
    response.json(service.load(request.path("project"), job, file));
  }

  private static ObjectNode job(String text) {
    try {
      if (Store.JSON.readTree(text) instanceof ObjectNode job) {
        return job;
      }
    } catch (JsonProcessingException malformed) {
      // The same refusal as for JSON that is no object.
    }
    throw new ApiException(400, "parseError", "The first part of the upload is no JSON object.");
  }

  private Path file() throws IOException {
    return Files.createTempFile(Files.createDirectories(folder), "load-", ".upload");
  }

  private void open(Request request, Response response) throws IOException {
    var id = UUID.randomUUID().toString();
    sessions.put(id, new Session(request.path("project"), request.json(), file()));
    var at = "http://" + request.header("Host") + request.rawPath();
    response.header("X-GUploader-UploadID", id);
    response.header("Location", at + "?uploadType=resumable&upload_id=" + id);
    response.status(200).header("Content-Length", "0");
  }

  private void resume(Request request, Response response) throws IOException {
    var id = request.query("upload_id", "");
    var session = sessions.get(id);
    if (session == null) {
      throw new ApiException(410, "uploadGone", "No such upload; start it again.");
    }
    synchronized (session) {
      var range = ContentRange.of(request.header("Content-Range"));
      long size = Files.size(session.file());
      if (!range.asks()) {
        size = append(session.file(), size, range.from(), request);
      }
      if (range.whole(size)) {
        sessions.remove(id);
        response.json(service.load(session.project(), session.job(), session.file()));
        return;
      }
      unfinished(request, response, size);
    }
  }

  private static long append(Path file, long size, long from, Request request) throws IOException {
    if (from > size) {
      throw ApiException.invalid("Bytes from " + from + " sent, " + size + " expected.");
    }
    try (var in = request.body();
        var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      in.skipNBytes(size - from);
      return size + in.transferTo(out);
    }
  }

  /** Go's client asks for a 200 that says 308 in a header: its HTTP would follow a redirect. */
  private static void unfinished(Request request, Response response, long size) {
    boolean no308 = "yes".equalsIgnoreCase(request.header("X-GUploader-No-308"));
    response.status(no308 ? 200 : 308).header("Content-Length", "0");
    if (no308) {
      response.header("X-HTTP-Status-Code-Override", "308");
    }
    if (size > 0) {
      response.header("Range", "bytes=0-" + (size - 1));
    }
  }
}
