package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of {@code java.net.http.WebSocket}: each case is played by the JDK's own client and
 * by a session's, against the same server, and what the two have seen must be the same.
 */
abstract class JavaNetContract {
  static final HttpClient JDK = HttpClient.newHttpClient();

  final Valence valence = Valence.builder().build();
  final Session session = valence.session().fromPartition("java.net");
  final List<RawServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    valence.close();
    for (RawServer server : servers) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  /** What one client does in a case. */
  interface Play {
    void run(WebSocket.Builder builder, URI uri, JavaNetProbe probe) throws Exception;
  }

  /** The server's side of a case; it may write down what it sees. */
  interface Server {
    void run(RawWebSocket socket, List<String> seen) throws IOException;
  }

  /** Plays a case with both clients; returns what they, and their servers, have seen. */
  List<String> both(Server server, Play play) throws Exception {
    List<String> jdk = seen(JDK.newWebSocketBuilder(), server, play, new JavaNetProbe());
    List<String> ours = seen(session.newWebSocketBuilder(), server, play, new JavaNetProbe());
    assertThat(ours).isEqualTo(jdk);
    return ours;
  }

  List<String> seen(WebSocket.Builder builder, Server server, Play play, JavaNetProbe probe)
      throws Exception {
    List<String> seenByServer = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> served = new CompletableFuture<>();
    RawServer raw =
        RawServer.start(
            connection -> {
              try {
                server.run(RawWebSocket.accept(connection), seenByServer);
              } finally {
                served.complete(null);
              }
            });
    servers.add(raw);
    play.run(builder, URI.create(raw.url("/").replace("http:", "ws:")), probe);
    served.get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS);
    List<String> all = new ArrayList<>(probe.heard(0));
    all.add("server:");
    all.addAll(seenByServer);
    return all;
  }

  static WebSocket open(WebSocket.Builder builder, URI uri, WebSocket.Listener listener)
      throws Exception {
    return builder.buildAsync(uri, listener).get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes frames down up to a goodbye, and answers it. */
  static void readAll(RawWebSocket socket, List<String> seen) throws IOException {
    Frame frame = socket.read();
    while (frame.opcode() != 8) {
      seen.add(frame.opcode() + (frame.fin() ? " last " : " more ") + frame.text());
      frame = socket.read();
    }
    seen.add("goodbye " + frame.closeCode() + " " + frame.closeReason());
    socket.write(0x88, frame.payload());
  }

  /** Hands everything to a probe; some calls are replaced. */
  static class Forwarding implements WebSocket.Listener {
    final JavaNetProbe to;

    Forwarding(JavaNetProbe to) {
      this.to = to;
    }

    @Override
    public void onOpen(WebSocket socket) {
      to.onOpen(socket);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      return to.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      return to.onClose(socket, code, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      to.onError(socket, error);
    }
  }
}
