package dev.backfill.sandbox.storage;

import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;

/** An object's bytes, all or one range. */
record Downloads(BucketFiles store) {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  void send(Request request, Response response) throws IOException {
    var generation = Preconditions.number(request, "generation");
    var conditions = Preconditions.of(request);
    var opened = store.open(request.path("bucket"), request.path("object"), generation, conditions);
    try (var in = opened.bytes()) {
      var object = opened.resource();
      long size = object.path("size").asLong();
      var range = RANGE.matcher(request.header("Range") == null ? "" : request.header("Range"));
      boolean partial = range.matches();
      long from = 0;
      long to = size - 1;
      if (partial && !range.group(1).isEmpty()) {
        from = Long.parseLong(range.group(1));
        to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      } else if (partial && !range.group(2).isEmpty()) {
        from = Math.max(0, size - Long.parseLong(range.group(2)));
      }
      if (partial && from > to) {
        var message = "The requested range cannot be satisfied.";
        throw new ApiException(416, "requestedRangeNotSatisfiable", message);
      }
      response.status(partial ? 206 : 200);
      if (partial) {
        response.header("Content-Range", "bytes " + from + "-" + to + "/" + size);
      }
      response.header(
          "Content-Type", object.path("contentType").asText("application/octet-stream"));
      response.header("Content-Length", Long.toString(to - from + 1));
      response.header("ETag", object.path("etag").asText());
      response.header("x-goog-generation", object.path("generation").asText());
      response.header("x-goog-metageneration", object.path("metageneration").asText());
      response.header("x-goog-stored-content-length", Long.toString(size));
      var sums = "crc32c=" + object.path("crc32c").asText();
      var md5 = object.path("md5Hash").asText();
      response.header("x-goog-hash", sums + ",md5=" + md5);
      try (var out = response.body()) {
        copy(in, from, to - from + 1, out);
      }
    }
  }

  private static void copy(InputStream in, long skip, long length, OutputStream out)
      throws IOException {
    in.skipNBytes(skip);
    var buffer = new byte[64 * 1024];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("The object's file is " + left + " bytes short.");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
