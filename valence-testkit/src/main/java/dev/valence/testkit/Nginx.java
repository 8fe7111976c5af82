package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real nginx on 127.0.0.1 with a folder of its own: plain HTTP/1.1, TLS with HTTP/1.1, TLS with
 * HTTP/2. All three serve the same:
 *
 * <ul>
 *   <li>{@code /...}: the files of {@link #folder()}
 *   <li>{@code /sink}: takes a body of any size and method, answers 200 {@code ok} when all of it
 *       has arrived (up to 80 MiB in memory, beyond in a file)
 *   <li>{@code /dav/...}: keeps a PUT below {@code folder()/dav}
 *   <li>{@code /moved}: 302 to {@code /index.html}
 *   <li>{@code /nothing}: 204
 * </ul>
 */
public final class Nginx implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  /** Settings of an {@link Nginx}. */
  public static final class Builder {
    private int workers = 1;
    private TestIdentity identity = TestAuthority.shared().localhost();
    private List<String> prefix = List.of();
    private String extra = "";

    private Builder() {}

    /** Worker processes; default 1. */
    public Builder workers(int count) {
      this.workers = count;
      return this;
    }

    /** The certificate; default {@link TestAuthority#localhost()} of the shared authority. */
    public Builder identity(TestIdentity serverIdentity) {
      this.identity = serverIdentity;
      return this;
    }

    /** Words before the command, such as {@code taskset -c 0}. */
    public Builder commandPrefix(String... words) {
      this.prefix = List.of(words);
      return this;
    }

    /** Lines for the {@code server} block, such as further locations. */
    public Builder serverConfig(String lines) {
      this.extra = lines;
      return this;
    }

    /**
     * Starts nginx and waits until it serves.
     *
     * @throws MissingPeerException when nginx is not installed
     * @throws IOException when it does not start; the message has its output
     */
    public Nginx start() throws IOException {
      Path program = PeerProcess.find("nginx", "nginx");
      IOException last = new IOException("nginx was not started");
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Nginx nginx = new Nginx(this, program);
        try {
          nginx.process.awaitReady();
          return nginx;
        } catch (IOException e) {
          nginx.close();
          last = e;
          if (!String.valueOf(e.getMessage()).contains("Address already in use")) {
            break;
          }
        }
      }
      throw last;
    }
  }

  private final Path home;
  private final Path folder;
  private final int[] ports;
  private final List<String> command;
  private final PeerProcess process;

  private Nginx(Builder settings, Path program) throws IOException {
    home = Files.createTempDirectory("valence-nginx");
    folder = Files.createDirectories(home.resolve("www"));
    Files.createDirectories(folder.resolve("dav"));
    Files.writeString(folder.resolve("index.html"), "<!doctype html><title>nginx</title>\n");
    settings.identity.writeCertificate(home.resolve("server.pem"));
    settings.identity.writeKey(home.resolve("server.key"));
    ports = PeerProcess.freePorts(4);
    Path config = home.resolve("nginx.conf");
    Files.writeString(config, config(settings));
    command = new ArrayList<>(settings.prefix);
    command.addAll(List.of(program.toString(), "-p", home.toString(), "-c", config.toString()));
    process = new PeerProcess(command, home, line -> line.contains("start worker process "));
  }

  /** One worker, the shared certificate. */
  public static Nginx start() throws IOException {
    return builder().start();
  }

  /** Begins the settings. */
  public static Builder builder() {
    return new Builder();
  }

  private String config(Builder settings) {
    String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
    return user
        + """
        daemon off;
        worker_processes %1$d;
        pid nginx.pid;
        error_log stderr notice;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          types { text/html html; text/plain txt; application/json json; }
          default_type application/octet-stream;
          sendfile on; tcp_nopush on; tcp_nodelay on;
          keepalive_requests 1000000000; keepalive_timeout 1h;
          http2_max_concurrent_streams 256;
          large_client_header_buffers 8 64k;
          client_max_body_size 0;
          upstream drain { server 127.0.0.1:%5$d; keepalive 128; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%2$d backlog=1024;
            listen 127.0.0.1:%3$d ssl backlog=1024;
            listen 127.0.0.1:%4$d ssl http2 backlog=1024;
            ssl_certificate server.pem; ssl_certificate_key server.key;
            ssl_protocols TLSv1.2 TLSv1.3;
            root www;
            location /sink {
              client_body_buffer_size 80m;
              proxy_method GET; proxy_pass_request_body off;
              proxy_set_header Content-Length ""; proxy_set_header Connection "";
              proxy_http_version 1.1;
              proxy_pass http://drain/;
            }
            location /dav/ { dav_methods PUT DELETE; create_full_put_path on; }
            location = /moved { return 302 /index.html; }
            location = /nothing { return 204; }
        %6$s
          }
          server { listen 127.0.0.1:%5$d; location / { return 200 "ok\\n"; } }
        }
        """
            .formatted(settings.workers, ports[0], ports[1], ports[2], ports[3], settings.extra);
  }

  /** The folder whose files are served; put files here at any time. */
  public Path folder() {
    return folder;
  }

  /** Writes a file to be served at {@code /name}. */
  public Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  /** {@code http://127.0.0.1:PORT} with HTTP/1.1. */
  public String httpOrigin() {
    return "http://127.0.0.1:" + ports[0];
  }

  /** {@code https://localhost:PORT} with HTTP/1.1 only. */
  public String httpsOrigin() {
    return "https://localhost:" + ports[1];
  }

  /** {@code https://localhost:PORT} with HTTP/2 by ALPN. */
  public String http2Origin() {
    return "https://localhost:" + ports[2];
  }

  /** The process id of its master process. */
  public long pid() {
    return process.process().pid();
  }

  /** The last lines it wrote. */
  public String output() {
    return process.output();
  }

  /** Lets new workers take over as {@code nginx -s reload} does: old connections are ended. */
  public void reload() throws IOException, InterruptedException {
    List<String> signal = new ArrayList<>(command);
    signal.addAll(List.of("-s", "reload"));
    Process done =
        new ProcessBuilder(signal)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (done.waitFor() != 0) {
      throw new IOException("nginx -s reload failed with exit code " + done.exitValue());
    }
  }

  /** Kills nginx and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
