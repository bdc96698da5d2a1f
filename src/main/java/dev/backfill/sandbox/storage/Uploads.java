package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.ContentRange;
import dev.backfill.sandbox.http.Multipart;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Media, multipart and resumable uploads; resumable sessions end with the process. */
final class Uploads {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BucketFiles store;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private static final class Session {
    final String bucket;
    final String name;
    final JsonNode wanted;
    final Preconditions conditions;
    final Draft draft;
    ObjectNode done;

    Session(String bucket, String name, JsonNode wanted, Preconditions conditions, Draft draft) {
      this.bucket = bucket;
      this.name = name;
      this.wanted = wanted;
      this.conditions = conditions;
      this.draft = draft;
    }
  }

  Uploads(BucketFiles store) {
    this.store = store;
  }

  void routes(Router router) {
    for (var root : new String[] {"/upload/storage/v1", "/resumable/upload/storage/v1"}) {
      router.add("POST", root + "/b/{bucket}/o", this::start);
      router.add("PUT", root + "/b/{bucket}/o", this::resume);
      router.add("DELETE", root + "/b/{bucket}/o", this::abandon);
    }
  }

  private void start(Request request, Response response) throws IOException {
    if (request.query("upload_id") != null) {
      resume(request, response);
      return;
    }
    var kind = request.query("uploadType", "");
    switch (kind) {
      case "media" -> media(request, response);
      case "multipart" -> multipart(request, response);
      case "resumable" -> open(request, response);
      default -> throw ApiException.unsupported("uploadType '" + kind + "'");
    }
  }

  private void media(Request request, Response response) throws IOException {
    var wanted = JsonNodeFactory.instance.objectNode();
    describe(wanted, request.header("Content-Type"));
    var draft = store.draft();
    try (var in = request.body()) {
      in.transferTo(draft);
    } catch (IOException | RuntimeException broken) {
      draft.discard();
      throw broken;
    }
    response.json(commit(request, wanted, draft));
  }

  private void multipart(Request request, Response response) throws IOException {
    var body = request.body().readAllBytes();
    var parts = Multipart.parse(request.header("Content-Type"), body);
    if (parts.size() != 2) {
      throw ApiException.invalid("A multipart upload has two parts, not " + parts.size() + ".");
    }
    var wanted = object(parts.get(0).utf8());
    describe(wanted, parts.get(1).headers().get("Content-Type"));
    var draft = store.draft();
    draft.write(parts.get(1).bytes());
    response.json(commit(request, wanted, draft));
  }

  private static ObjectNode object(String text) throws IOException {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      // The same refusal as for JSON that is no object.
    }
    throw new ApiException(400, "parseError", "The first part of the upload is no JSON object.");
  }

  private ObjectNode commit(Request request, JsonNode wanted, Draft draft) throws IOException {
    var name = name(request, wanted);
    var conditions = Preconditions.of(request);
    return store.commit(request.path("bucket"), name, wanted, draft, conditions);
  }

  private void open(Request request, Response response) throws IOException {
    var wanted = (ObjectNode) request.json();
    describe(wanted, request.header("X-Upload-Content-Type"));
    var bucket = request.path("bucket");
    var name = name(request, wanted);
    var conditions = Preconditions.of(request);
    store.check(bucket, name, conditions);
    var id = UUID.randomUUID().toString();
    sessions.put(id, new Session(bucket, name, wanted, conditions, store.draft()));
    var at = "http://" + request.header("Host") + request.rawPath();
    response.header("X-GUploader-UploadID", id);
    response.header("Location", at + "?uploadType=resumable&upload_id=" + id);
    response.status(200).header("Content-Length", "0");
  }

  private void resume(Request request, Response response) throws IOException {
    var session = session(request);
    synchronized (session) {
      if (session.done == null) {
        receive(session, request);
      }
      if (session.done != null) {
        response.json(session.done);
        return;
      }
      unfinished(request, response);
      if (session.draft.size() > 0) {
        response.header("Range", "bytes=0-" + (session.draft.size() - 1));
      }
    }
  }

  /** Go's client asks for a 200 that says 308 in a header: its HTTP would follow a redirect. */
  static void unfinished(Request request, Response response) {
    boolean no308 = "yes".equalsIgnoreCase(request.header("X-GUploader-No-308"));
    response.status(no308 ? 200 : 308).header("Content-Length", "0");
    if (no308) {
      response.header("X-HTTP-Status-Code-Override", "308");
    }
  }

  private void receive(Session session, Request request) throws IOException {
    var range = ContentRange.of(request.header("Content-Range"));
    if (!range.asks()) {
      append(session.draft, range.from(), request);
    }
    if (range.whole(session.draft.size())) {
      session.done =
          store.commit(
              session.bucket, session.name, session.wanted, session.draft, session.conditions);
    }
  }

  // A client that missed our answer sends again what we have.
  private static void append(Draft draft, long from, Request request) throws IOException {
    if (from > draft.size()) {
      throw ApiException.invalid("Bytes from " + from + " sent, " + draft.size() + " expected.");
    }
    try (var in = request.body()) {
      in.skipNBytes(draft.size() - from);
      in.transferTo(draft);
    }
  }

  private void abandon(Request request, Response response) throws IOException {
    var session = session(request);
    synchronized (session) {
      sessions.remove(request.query("upload_id"));
      session.draft.discard();
    }
    response.status(499).header("Content-Length", "0");
  }

  private Session session(Request request) {
    var session = sessions.get(request.query("upload_id", ""));
    if (session == null) {
      throw new ApiException(410, "uploadGone", "No such upload; start it again.");
    }
    return session;
  }

  private static void describe(ObjectNode wanted, String contentType) {
    if (contentType != null && !wanted.hasNonNull("contentType")) {
      wanted.put("contentType", contentType);
    }
  }

  private static String name(Request request, JsonNode wanted) {
    var name = request.query("name", wanted.path("name").asText());
    if (name.isEmpty()) {
      throw new ApiException(400, "required", "An object needs a name.");
    }
    return name;
  }
}
