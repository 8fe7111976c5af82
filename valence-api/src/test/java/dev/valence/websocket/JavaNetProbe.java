package dev.valence.websocket;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A listener of {@code java.net.http} that writes down what it hears, in words that are the same
 * whoever calls it. It asks for nothing by itself.
 */
class JavaNetProbe implements WebSocket.Listener {
  static final int WAIT_SECONDS = 30;

  private final List<String> heard = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private int within;

  /** Writes something of the test's own between the calls. */
  synchronized void note(String what) {
    heard.add(what);
    notifyAll();
  }

  /** Waits until so much is written, and gives it. */
  synchronized List<String> heard(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (heard.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("only " + heard + " within " + WAIT_SECONDS + " s");
      }
      wait(left);
    }
    return List.copyOf(heard);
  }

  private synchronized void enter() {
    within++;
    if (within > 1) {
      note("two calls at once");
    }
  }

  private synchronized void leave() {
    within--;
  }

  @Override
  public void onOpen(WebSocket socket) {
    enter();
    note("open");
    leave();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    enter();
    text.append(data);
    CompletionStage<?> stage = null;
    if (last) {
      String message = text.toString();
      text.setLength(0);
      note("text " + message);
      stage = afterText(socket, message);
    } else {
      socket.request(1);
    }
    leave();
    return stage;
  }

  /** What the listener does with a text; in the same call. */
  CompletionStage<?> afterText(WebSocket socket, String message) {
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    enter();
    bytes += data.remaining();
    if (last) {
      note("binary " + bytes);
      bytes = 0;
    } else {
      socket.request(1);
    }
    leave();
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    enter();
    note("ping " + StandardCharsets.UTF_8.decode(message));
    leave();
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    enter();
    note("pong " + StandardCharsets.UTF_8.decode(message));
    leave();
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    enter();
    note("close " + code + " " + reason + ", input closed " + socket.isInputClosed());
    leave();
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    enter();
    note(
        "error "
            + kind(error)
            + ", closed "
            + socket.isInputClosed()
            + " "
            + socket.isOutputClosed());
    leave();
  }

  /** How a future ends. */
  static String outcome(CompletableFuture<?> future) throws InterruptedException {
    try {
      future.get(WAIT_SECONDS, TimeUnit.SECONDS);
      return "ok";
    } catch (ExecutionException e) {
      return kind(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("it did not end within " + WAIT_SECONDS + " s", e);
    }
  }

  /** The kind of exception that the contract names. */
  static String kind(Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      return kind(thrown.getCause());
    }
    if (thrown instanceof WebSocketHandshakeException refused) {
      return "WebSocketHandshakeException " + refused.getResponse().statusCode();
    }
    if (thrown instanceof HttpTimeoutException) {
      return "HttpTimeoutException";
    }
    if (thrown instanceof IOException) {
      return "IOException";
    }
    if (thrown instanceof IllegalArgumentException) {
      return "IllegalArgumentException";
    }
    return thrown.getClass().getSimpleName();
  }
}
