package dev.backfill.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * Stands between this process and {@code *.googleapis.com}: a proxy that ends TLS, answers what a
 * test tells it to, and has a sandbox answer the rest. Nothing leaves the machine.
 */
final class GoogleFront implements AutoCloseable {
  static final String DOMAIN = "googleapis.com";

  /** A request as it came, its host without the domain. */
  record Asked(String method, String host, String path, String body) {
    @Override
    public String toString() {
      return method + " " + host + path;
    }
  }

  /**
   * An answer in place of the sandbox's.
   *
   * @param edit what becomes of the sandbox's own answer, where that is what is answered; or null
   */
  record Reply(int status, String type, String body, UnaryOperator<String> edit) {
    static Reply edited(UnaryOperator<String> edit) {
      return new Reply(0, "", "", edit);
    }

    static Reply nothing(int status) {
      return new Reply(status, "text/plain", "", null);
    }

    static Reply json(int status, String body) {
      return new Reply(status, "application/json; charset=UTF-8", body, null);
    }

    static Reply html(int status) {
      return new Reply(
          status,
          "text/html",
          "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Error</body></html>",
          null);
    }
  }

  /** Says what to answer; null for what the sandbox says. */
  interface Answers {
    Reply to(Asked asked) throws IOException;
  }

  // What the HTTP client sets by itself, and refuses to be told.
  private static final Set<String> OWN =
      Set.of(
          "host",
          "content-length",
          "connection",
          "expect",
          "upgrade",
          "transfer-encoding",
          "accept-encoding");
  private static final int FOUND = 302;

  static {
    // Head and body are two writes: the second would wait for the first one's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpsServer server;
  private final ServerSocket proxy;
  private final String sandbox;
  private final ProxySelector before = ProxySelector.getDefault();
  private final ExecutorService threads = Executors.newCachedThreadPool(GoogleFront::thread);
  private final HttpClient client =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Answers answers = one -> null;

  GoogleFront(SSLContext shown, String sandbox) throws IOException {
    this.sandbox = sandbox;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(shown));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
    ProxySelector.setDefault(new Selector());
  }

  void answer(Answers with) {
    asked.clear();
    answers = with;
  }

  /** What was asked since {@link #answer} was last called. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "front");
    thread.setDaemon(true);
    return thread;
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return uri.getHost() != null && uri.getHost().endsWith(DOMAIN)
          ? List.of(
              new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.getLocalPort())))
          : List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // Who asked is told.
    }
  }

  private void accept() {
    while (!proxy.isClosed()) {
      try {
        var from = proxy.accept();
        threads.execute(() -> connect(from));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  /** Answers CONNECT, whatever the name, with a way to this server. */
  private void connect(Socket from) {
    try {
      head(from.getInputStream());
      var to = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      from.getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      threads.execute(() -> pump(from, to));
      pump(to, from);
    } catch (IOException e) {
      // Who asked sees the connection end.
    }
  }

  private static void head(InputStream in) throws IOException {
    var read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      var one = in.read();
      if (one < 0) {
        throw new IOException("no request");
      }
      read.write(one);
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either side left.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var host = exchange.getRequestHeaders().getFirst("Host").split(":")[0];
      var one =
          new Asked(
              exchange.getRequestMethod(),
              host.replace("." + DOMAIN, ""),
              exchange.getRequestURI().toString(),
              new String(body, StandardCharsets.ISO_8859_1));
      asked.add(one);
      var reply = answers.to(one);
      if (reply == null) {
        forward(exchange, host, body, UnaryOperator.identity());
      } else if (reply.edit() != null) {
        forward(exchange, host, body, reply.edit());
      } else {
        say(exchange, reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(HttpExchange exchange, Reply reply) throws IOException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    if (reply.status() == FOUND) {
      exchange.getResponseHeaders().set("Location", "http://portal.invalid/login");
    }
    send(exchange, reply.status(), bytes);
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void forward(HttpExchange exchange, String host, byte[] body, UnaryOperator<String> edit)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    var said = client.send(request.build(), BodyHandlers.ofByteArray());
    passHeaders(said, host, exchange.getResponseHeaders());
    // Byte for byte, for an archive or an Avro file too.
    var edited = edit.apply(new String(said.body(), StandardCharsets.ISO_8859_1));
    send(exchange, said.statusCode(), edited.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void passHeaders(HttpResponse<byte[]> said, String host, Headers to) {
    said.headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                // An upload's address is one of the sandbox's own.
                values.forEach(v -> to.add(name, v.replace(sandbox, "https://" + host)));
              }
            });
  }

  @Override
  public void close() throws IOException {
    ProxySelector.setDefault(before);
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
