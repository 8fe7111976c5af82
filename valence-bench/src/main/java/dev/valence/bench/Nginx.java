package dev.valence.bench;

import dev.valence.bench.client.Wire;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server of a run: nginx with one worker process, three ports and a folder of its own. */
final class Nginx implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final int plainPort;
  private final int tlsPort;
  private final int http2Port;

  private Nginx(Path folder, Process process, int plainPort, int tlsPort, int http2Port) {
    this.folder = folder;
    this.process = process;
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
    this.http2Port = http2Port;
  }

  /**
   * Starts nginx.
   *
   * @param folder where it keeps everything; the caller deletes it
   * @param processor the processor it may use
   */
  static Nginx start(Path folder, Certificate certificate, OptionalInt processor)
      throws IOException, InterruptedException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.write(files.resolve("1k"), new byte[Work.SMALL_BYTES]);
    Files.write(files.resolve("1m"), new byte[Work.MEGABYTE_BYTES]);
    try (RandomAccessFile large = new RandomAccessFile(files.resolve("256m").toFile(), "rw")) {
      large.setLength(Work.LARGE_BYTES);
    }
    int plain;
    int tls;
    int http2;
    try (ServerSocket a = free();
        ServerSocket b = free();
        ServerSocket c = free()) {
      plain = a.getLocalPort();
      tls = b.getLocalPort();
      http2 = c.getLocalPort();
    }
    Path config = folder.resolve("nginx.conf");
    Path log = folder.resolve("error.log");
    Files.writeString(config, config(folder, certificate, plain, tls, http2));
    Process process =
        new ProcessBuilder(
                Commands.pinned(
                    processor,
                    List.of(
                        "nginx",
                        "-p",
                        folder.toString(),
                        "-c",
                        config.toString(),
                        "-e",
                        log.toString())))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    // A run that is interrupted leaves no server behind; child JVMs end with their standard input.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Nginx nginx = new Nginx(folder, process, plain, tls, http2);
    try {
      nginx.awaitListening(log);
    } catch (IOException | InterruptedException e) {
      nginx.close();
      throw e;
    }
    return nginx;
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  private void awaitListening(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", http2Port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          String said = Files.exists(log) ? Files.readString(log) : "";
          throw new IOException("nginx did not start: " + said.strip(), e);
        }
        Thread.sleep(20);
      }
    }
  }

  /** The URL that a scenario requests. */
  URI uri(Scenario scenario) {
    Wire wire = scenario.wire();
    int port =
        switch (wire) {
          case H1 -> plainPort;
          case TLS -> tlsPort;
          case H2 -> http2Port;
        };
    return URI.create(wire.scheme() + "://127.0.0.1:" + port + scenario.work().path());
  }

  /** How many requests for cacheable files have come so far. */
  long cacheableRequests() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("cached.log"))) {
      return lines.count();
    }
  }

  /** Processor time that the worker process has used. */
  long cpuNanos() {
    return process
        .toHandle()
        .descendants()
        .mapToLong(
            handle -> handle.info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L))
        .sum();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static String config(
      Path folder, Certificate certificate, int plain, int tls, int http2) {
    String locations =
        """
            root @/files;
            location = /1k { }
            location = /256m { }
            # Files come with an ETag. Each request that gets here is a line of the log.
            location /cached/ {
              alias @/files/;
              add_header Cache-Control max-age=3600;
              access_log @/cached.log;
            }
            location = /close/1k {
              alias @/files/1k;
              keepalive_timeout 0;
              if ($ssl_session_reused = r) { return 409; }
            }
            # The whole body is read into memory before the request without it goes on; the answer
            # is the number of bytes read.
            location = /sink {
              client_max_body_size 65m;
              client_body_buffer_size 65m;
              proxy_pass http://sink;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_pass_request_body off;
              proxy_set_header Content-Length "";
              proxy_set_header X-Received $request_length;
            }
        """;
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    return """
        %s
        daemon off;
        worker_processes 1;
        pid @/nginx.pid;
        error_log @/error.log warn;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path @/body;
          proxy_temp_path @/proxy;
          fastcgi_temp_path @/fastcgi;
          scgi_temp_path @/scgi;
          uwsgi_temp_path @/uwsgi;
          default_type application/octet-stream;
          sendfile on;
          tcp_nopush on;
          tcp_nodelay on;
          keepalive_timeout 3600s;
          keepalive_time 24h;
          keepalive_requests 100000000;
          open_file_cache max=16 inactive=1h;
          open_file_cache_valid 1h;
          http2_max_concurrent_streams 256;
          http2_chunk_size 16k;
          ssl_certificate %s;
          ssl_certificate_key %s;
          ssl_protocols TLSv1.2 TLSv1.3;
          ssl_session_cache off;
          ssl_session_tickets off;
          upstream sink {
            server unix:@/sink.sock;
            keepalive 8;
          }
          server {
            listen unix:@/sink.sock;
            location / { return 200 $http_x_received; }
          }
          server {
            listen 127.0.0.1:%d backlog=1024;
        %s
          }
          server {
            listen 127.0.0.1:%d ssl backlog=1024;
        %s
          }
          server {
            listen 127.0.0.1:%d ssl http2 backlog=1024;
            # A client that fell back to HTTP/1.1 would be measured as something it is not.
            if ($server_protocol != HTTP/2.0) { return 505; }
        %s
          }
        }
        """
        .formatted(
            user,
            certificate.certificate(),
            certificate.key(),
            plain,
            locations,
            tls,
            locations,
            http2,
            locations)
        .replace("@", folder.toString());
  }
}
