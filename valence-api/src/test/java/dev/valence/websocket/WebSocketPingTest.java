package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebSocketPingTest {
  @Test
  void pingsAreAnsweredOrEndWithTheWebSocket() throws Exception {
    CompletableFuture<Void> answersNoMore = new CompletableFuture<>();
    try (RawServer server =
            RawServer.start(
                connection -> {
                  RawWebSocket socket = RawWebSocket.accept(connection);
                  RawWebSocket.Frame first = socket.read();
                  RawWebSocket.Frame second = socket.read();
                  assertThat(first.first()).isEqualTo(0x89);
                  // A pong that nobody asked for, and then one for both.
                  socket.write(0x8a, new byte[] {1});
                  socket.write(0x8a, second.payload());
                  socket.read();
                  connection.await(answersNoMore);
                });
        Valence valence = Valence.builder().build()) {
      WebSocketStream stream =
          SocketProbe.get(
              valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults()));
      CompletableFuture<Void> first = stream.ping();
      SocketProbe.get(stream.ping());
      SocketProbe.get(first);

      CompletableFuture<Void> lost = stream.ping();
      answersNoMore.complete(null);
      assertThatThrownBy(() -> lost.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NetException.class);
      assertThatThrownBy(() -> stream.ping().get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NetException.class);
      assertThat(server.failures()).isEmpty();
    }
  }
}
