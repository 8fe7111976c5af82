package dev.valence.cli.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * A small web site on the loopback address: a log-in page, a JSON API behind it, a chain of
 * redirects, a compressed page, an upload that is counted, and a stream that comes in pieces.
 */
final class DemoSite implements AutoCloseable {
  static final int STREAM_PIECES = 5;

  private static final String USER = "ann";
  private static final String PASSWORD = "demo";
  private static final int BACKLOG = 256;

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "demo-site");
            thread.setDaemon(true);
            return thread;
          });
  private final String ticket = UUID.randomUUID().toString();
  private final AtomicInteger requests = new AtomicInteger();

  private DemoSite(HttpServer server) {
    this.server = server;
  }

  /** Starts the site on a free port. */
  static DemoSite start() throws IOException {
    // Without it the JDK's server answers each request on a kept connection 40 ms late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    DemoSite site = new DemoSite(HttpServer.create(address, BACKLOG));
    site.server.setExecutor(site.threads);
    site.page("/login", site::login);
    site.page("/api/me", site::me);
    site.page("/old", exchange -> redirect(exchange, "/older"));
    site.page("/older", exchange -> redirect(exchange, "/here"));
    site.page("/here", exchange -> answer(exchange, 200, "text/plain", "found"));
    site.page("/page", DemoSite::compressed);
    site.page("/upload", DemoSite::upload);
    site.page("/stream", DemoSite::stream);
    site.page("/item", exchange -> answer(exchange, 200, "text/plain", "item"));
    site.server.start();
    return site;
  }

  /** A page of the site: what it does with a request. */
  private interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  private void page(String path, Page page) {
    server.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          try (exchange) {
            page.answer(exchange);
          }
        });
  }

  /** The URL of a path. */
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void login(HttpExchange exchange) throws IOException {
    String form = text(exchange.getRequestBody());
    if (!form.equals("user=" + USER + "&password=" + PASSWORD)) {
      answer(exchange, 403, "text/plain", "wrong name or password");
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.add("Set-Cookie", "ticket=" + ticket + "; Path=/; HttpOnly; Max-Age=86400");
    redirect(exchange, "/api/me");
  }

  private void me(HttpExchange exchange) throws IOException {
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    if (cookie != null && cookie.equals("ticket=" + ticket)) {
      answer(exchange, 200, "application/json", "{\"user\":\"" + USER + "\"}");
    } else {
      answer(exchange, 401, "application/json", "{\"error\":\"log in first\"}");
    }
  }

  private static void redirect(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void compressed(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("Valence ".repeat(5000).getBytes(StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, packed.size());
    exchange.getResponseBody().write(packed.toByteArray());
  }

  private static void upload(HttpExchange exchange) throws IOException {
    long size = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    answer(exchange, 200, "text/plain", Long.toString(size));
  }

  /** Pieces in chunks, each sent by itself. */
  private static void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    try {
      for (int i = 1; i <= STREAM_PIECES; i++) {
        body.write(("piece " + i + "\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
        Thread.sleep(40); // A slow server; it is what this page is for.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
