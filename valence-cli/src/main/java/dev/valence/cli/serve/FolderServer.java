package dev.valence.cli.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.url.Url;
import dev.valence.protocol.Folder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A web server on the loopback address whose requests are answered by a protocol handler of a
 * session.
 */
final class FolderServer implements AutoCloseable {
  private static final String SCHEME = "valence-serve";
  private static final int MOST_THREADS = 64;

  /** What of a request the folder is told. */
  private static final List<String> ASKED =
      List.of(
          "Range",
          "If-Range",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since");

  private final Valence valence;
  private final Session session;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Consumer<String> log;

  private FolderServer(HttpServer server, Folder folder, Consumer<String> log) {
    this.server = server;
    this.log = log;
    this.valence = Valence.builder().inMemory().build();
    this.session = valence.session().defaultSession();
    session.protocol().handle(SCHEME, folder);
    this.threads = newThreads();
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /**
   * Starts.
   *
   * @param port 0 for a free one
   * @param log gets a line for each request
   */
  static FolderServer start(Folder folder, int port, Consumer<String> log) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    return new FolderServer(server, folder, log);
  }

  private static ExecutorService newThreads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "valence-serve");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = answer(exchange);
      log.accept(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + status);
    }
  }

  private int answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    if (!isForThisMachine(exchange.getRequestHeaders().getFirst("Host"))) {
      return refuse(exchange, 421);
    }
    Url url =
        path == null || !path.startsWith("/")
            ? null
            : Url.tryParse(SCHEME + "://folder" + path + (query == null ? "" : "?" + query));
    if (url == null) {
      return refuse(exchange, 400);
    }
    Response response;
    try {
      response = session.fetch(url.href(), request(exchange)).join();
    } catch (CompletionException e) {
      log.accept(String.valueOf(e.getCause()));
      return refuse(exchange, 500);
    }
    try (response) {
      send(exchange, response);
    }
    return response.status();
  }

  /** A page of elsewhere whose name was made to lead here (DNS rebinding) is not answered. */
  private static boolean isForThisMachine(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.replaceFirst(":[0-9]*$", "");
    return name.equals("127.0.0.1") || name.equalsIgnoreCase("localhost");
  }

  private static RequestInit request(HttpExchange exchange) {
    RequestInit.Builder init = RequestInit.builder().redirect(RedirectMode.MANUAL);
    try {
      init.method(exchange.getRequestMethod());
    } catch (IllegalArgumentException unknown) {
      // The folder refuses it, as it does all but two.
      init.method("POST");
    }
    for (String name : ASKED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        init.header(name, value);
      }
    }
    return init.build();
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    response.headers().forEach(headers::add);
    String length = response.headers().get("content-length");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    boolean empty = head || response.status() == 304 || "0".equals(length);
    // The server's numbers: -1 is nothing, 0 is chunked.
    long stated = length == null ? 0 : Long.parseLong(length);
    exchange.sendResponseHeaders(response.status(), empty ? -1 : stated);
    if (!empty) {
      try (InputStream body = response.inputStream();
          OutputStream out = exchange.getResponseBody()) {
        body.transferTo(out);
      }
    }
  }

  private static int refuse(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    return status;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    valence.close();
  }
}
