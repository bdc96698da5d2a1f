package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;

/** Objects: list, get, delete, copy, rewrite, compose. */
record ObjectRoutes(BucketFiles store, Downloads downloads) {
  void routes(Router router) {
    var object = "/storage/v1/b/{bucket}/o/{object}";
    var target = "/b/{toBucket}/o/{toObject}";
    router.add("GET", "/storage/v1/b/{bucket}/o", this::list);
    router.add("GET", object, this::get);
    router.add("GET", "/download" + object, downloads::send);
    router.add("DELETE", object, this::delete);
    router.add("POST", object + "/rewriteTo" + target, this::rewrite);
    router.add("POST", object + "/copyTo" + target, (in, out) -> out.json(copy(in)));
    router.add("POST", object + "/compose", this::compose);
  }

  private void list(Request request, Response response) throws IOException {
    response.json(Listing.page(request, store.objects(request.path("bucket"))));
  }

  private void get(Request request, Response response) throws IOException {
    if (request.query("alt", "json").equals("media")) {
      downloads.send(request, response);
      return;
    }
    var generation = Preconditions.number(request, "generation");
    var object = store.object(request.path("bucket"), request.path("object"), generation);
    Preconditions.of(request).check(object);
    response.json(object);
  }

  private void delete(Request request, Response response) throws IOException {
    store.delete(
        request.path("bucket"),
        request.path("object"),
        Preconditions.number(request, "generation"),
        Preconditions.of(request));
    response.empty();
  }

  private void rewrite(Request request, Response response) throws IOException {
    var object = copy(request);
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "storage#rewriteResponse");
    answer.put("totalBytesRewritten", object.path("size").asText());
    answer.put("objectSize", object.path("size").asText()).put("done", true);
    answer.set("resource", object);
    response.json(answer);
  }

  private ObjectNode copy(Request request) throws IOException {
    var body = request.json();
    var draft = store.draft();
    var source =
        append(
            draft,
            request.path("bucket"),
            request.path("object"),
            Preconditions.number(request, "sourceGeneration"),
            Preconditions.ofSource(request));
    var wanted = body.isEmpty() ? source : body;
    return store.commit(
        request.path("toBucket"),
        request.path("toObject"),
        wanted,
        draft,
        Preconditions.of(request));
  }

  private void compose(Request request, Response response) throws IOException {
    var body = request.json();
    var sources = body.path("sourceObjects");
    // The service's limit: 32 objects a request.
    if (sources.isEmpty() || sources.size() > 32) {
      throw ApiException.invalid("Compose takes 1 to 32 objects, not " + sources.size() + ".");
    }
    var bucket = request.path("bucket");
    var draft = store.draft();
    for (var source : sources) {
      append(
          draft,
          bucket,
          source.path("name").asText(),
          number(source.path("generation")),
          new Preconditions(
              number(source.at("/objectPreconditions/ifGenerationMatch")), null, null, null));
    }
    var conditions = Preconditions.of(request);
    var wanted = body.path("destination");
    response.json(store.commit(bucket, request.path("object"), wanted, draft, conditions));
  }

  private ObjectNode append(
      Draft draft, String bucket, String name, Long generation, Preconditions conditions)
      throws IOException {
    try {
      var opened = store.open(bucket, name, generation, conditions);
      try (var in = opened.bytes()) {
        in.transferTo(draft);
      }
      return opened.resource();
    } catch (IOException | RuntimeException broken) {
      draft.discard();
      throw broken;
    }
  }

  private static Long number(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : Long.valueOf(node.asText());
  }
}
