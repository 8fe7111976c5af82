package dev.valence.internal.websocket.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketTransport;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the network says in one breath, told by workers that overtake each other. */
class JavaWebSocketOrderTest {
  private static final NetException RESET =
      new NetException(NetError.CONNECTION_RESET, "the server has gone", null);

  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private final JavaWebSocket socket =
      new JavaWebSocket(Url.parse("ws://a.test/"), new Heard(), work::push);

  JavaWebSocketOrderTest() {
    socket.start(new Deaf());
  }

  private void runLatestFirst() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  @Test
  void aConnectionThatIsLostAtOnceHasOpenedAllTheSame() {
    socket.onOpen("", "");
    socket.onClosed(WebSocketTransport.ABNORMAL, "", RESET);
    runLatestFirst();
    assertThat(socket.opened()).isCompletedWithValue(socket);
    assertThat(heard).containsExactly("open", "error " + RESET.getMessage());
  }

  @Test
  void oneThatNeverOpenedFails() {
    socket.onClosed(WebSocketTransport.ABNORMAL, "", RESET);
    runLatestFirst();
    assertThat(catchThrowable(socket.opened()::join))
        .isInstanceOf(CompletionException.class)
        .hasCause(RESET);
    assertThat(heard).isEmpty();
  }

  /** Asks for nothing: a failure is told all the same. */
  private final class Heard implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket opened) {
      heard.add("open");
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add("error " + error.getMessage());
    }
  }

  private static final class Deaf implements WebSocketTransport {
    @Override
    public void sendPart(
        boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {}

    @Override
    public void ping(byte[] payload, Consumer<@Nullable NetException> done) {}

    @Override
    public void pong(byte[] payload, Consumer<@Nullable NetException> done) {}

    @Override
    public void close(int code, String reason, Consumer<@Nullable NetException> done) {}

    @Override
    public void abort(NetException reason) {}

    @Override
    public void consumed(int payloadBytes) {}
  }
}
