package dev.backfill.sandbox.storage;

import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads of objects by the XML API, {@code GET /bucket/object}, as Go's client sends them. */
record XmlReads(BucketFiles store, Downloads downloads) {
  /** The first parts of the JSON APIs' paths are no buckets. */
  private static final Set<String> APIS =
      Set.of("storage", "bigquery", "v1", "v1b3", "v3", "upload", "download", "batch", "resumable");

  void routes(Router router) {
    router.add("GET", "/{bucket}/{object...}", this::read);
  }

  private void read(Request request, Response response) throws IOException {
    if (APIS.contains(request.path("bucket"))) {
      throw ApiException.unsupported(request.method() + " " + request.rawPath());
    }
    try {
      downloads.send(request, response);
    } catch (ApiException refused) {
      var code =
          refused.status() == 404
              ? store.hasBucket(request.path("bucket")) ? "NoSuchKey" : "NoSuchBucket"
              : refused.status() == 412 ? "PreconditionFailed" : "InvalidArgument";
      var text =
          "<?xml version='1.0' encoding='UTF-8'?><Error><Code>"
              + code
              + "</Code><Message>The sandbox refused the read.</Message></Error>";
      response.status(refused.status());
      response.bytes("application/xml; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
