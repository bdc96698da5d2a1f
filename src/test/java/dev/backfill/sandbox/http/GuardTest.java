package dev.backfill.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Web pages do not reach the port. */
@Tag("process")
class GuardTest {
  @TempDir Path folder;
  private final List<String> reached = new CopyOnWriteArrayList<>();
  private HttpFrame frame;

  @BeforeEach
  void start() throws Exception {
    var router = new Router().log((method, path) -> reached.add(method + " " + path));
    for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
      for (var path : List.of("/x", "/upload/x", "/batch/storage/v1", "/hit/{n}")) {
        router.add(method, path, (in, out) -> out.json(JsonNodeFactory.instance.objectNode()));
      }
    }
    frame = new HttpFrame(router, 0);
    frame.start();
  }

  @AfterEach
  void stop() throws Exception {
    frame.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /x, 127.0.0.1:PORT, '', 200",
    "GET /x, localhost:PORT, '', 200",
    "GET /x, LocalHost, '', 200",
    "GET /x, [::1]:PORT, '', 200",
    "GET /x, evil.example:PORT, '', 403",
    "GET /x, localhost.evil.example, '', 403",
    "GET /x, 127.0.0.1.evil.example:PORT, '', 403",
    "GET /x, 10.0.0.1, '', 403",
    "GET /x, 127.0.0.1:PORT, Origin: https://evil.example, 403",
    "GET /x, 127.0.0.1:PORT, Origin: null, 403",
    "GET /x, 127.0.0.1:PORT, Origin: http://127.0.0.1:PORT, 403",
    "GET /x, 127.0.0.1:PORT, Sec-Fetch-Site: cross-site, 403",
    "GET /x, 127.0.0.1:PORT, Sec-Fetch-Site: none, 200",
    "POST /x, 127.0.0.1:PORT, Content-Type: application/json, 200",
    "POST /x, 127.0.0.1:PORT, Content-Type: application/json; charset=UTF-8, 200",
    "POST /x, 127.0.0.1:PORT, Content-Type: text/plain, 415",
    "POST /x, 127.0.0.1:PORT, Content-Type: application/x-www-form-urlencoded, 415",
    "POST /x, 127.0.0.1:PORT, Content-Type: multipart/form-data; boundary=b, 415",
    "POST /x, 127.0.0.1:PORT, '', 415",
    "PUT /x, 127.0.0.1:PORT, Content-Type: text/plain, 415",
    "DELETE /x, 127.0.0.1:PORT, Content-Type: text/plain, 415",
    "POST /upload/x, 127.0.0.1:PORT, Content-Type: application/octet-stream, 200",
    "POST /upload/x, 127.0.0.1:PORT, Origin: https://evil.example, 403",
    "POST /batch/storage/v1, 127.0.0.1:PORT, Content-Type: multipart/mixed; boundary=b, 200",
    "POST /batch/storage/v1, 127.0.0.1:PORT, Content-Type: text/plain, 415",
  })
  void tellsProgramsFromPages(String line, String host, String header, int status)
      throws Exception {
    var port = Integer.toString(URI.create(frame.endpoint()).getPort());
    var lines = new ArrayList<>(List.of(line + " HTTP/1.1", "Host: " + host));
    if (!header.isEmpty()) {
      lines.add(header);
    }
    lines.add("Connection: close");
    lines.add("Content-Length: " + (line.startsWith("GET") ? 0 : 2));
    var text = String.join("\r\n", lines).replace("PORT", port) + "\r\n\r\n";
    assertThat(raw(text + (line.startsWith("GET") ? "" : "{}")))
        .startsWith("HTTP/1.1 " + status + " ");
    assertThat(reached).hasSize(status == 200 ? 1 : 0);
  }

  private String raw(String request) throws IOException {
    int port = URI.create(frame.endpoint()).getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A page that tries a form, a fetch and an image; the browser is the operator's kind. */
  @Test
  void aPageInABrowserReachesNothing() throws Exception {
    var browser = browser();
    var page = folder.resolve("page.html");
    Files.writeString(page, PAGE.replace("PORT", frame.endpoint()));
    var process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=4000",
                "--dump-dom",
                page.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dom.html").toFile())
            .start();
    process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(reached).isEmpty();
    // A browser that does not start on this system says nothing of the port.
    Assumptions.assumeTrue(
        Files.readString(folder.resolve("dom.html")).contains("tried: 4"),
        "the browser did not run the page");
  }

  private static final String PAGE =
      """
      <body><img src="PORT/hit/image"><script>
      const tries = [
        fetch("PORT/hit/read"),
        fetch("PORT/x", {method: "POST", mode: "no-cors", body: "{}"}),
        fetch("PORT/x", {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"}),
        fetch("PORT/upload/x", {method: "POST", mode: "no-cors", body: "x"})];
      Promise.allSettled(tries).then(
        all => document.body.append("tried: " + all.length));
      </script></body>
      """;

  private static Path browser() {
    for (var folder : System.getenv("PATH").split(File.pathSeparator)) {
      for (var name : List.of("chromium", "chromium-browser", "google-chrome", "chrome")) {
        var file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    return Assumptions.abort("no Chromium on the PATH");
  }
}
