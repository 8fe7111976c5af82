package dev.valence.websocket;

import dev.valence.Valence;
import dev.valence.net.NetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Listens to everything that a WebSocket emits, and keeps it. */
final class SocketProbe {
  private static final int WAIT_SECONDS = 20;

  private final List<String> events = new ArrayList<>();
  private final BlockingQueue<MessageEvent> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> opened = new CompletableFuture<>();
  private final CompletableFuture<NetException> error = new CompletableFuture<>();
  private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
  private WebSocket socket;

  private SocketProbe() {}

  /** Opens a WebSocket and listens from its beginning on. */
  static SocketProbe open(Valence valence, String url, WebSocketOptions.Builder options) {
    return open(valence, url, options, socket -> {});
  }

  static SocketProbe open(Valence valence, String url) {
    return open(valence, url, WebSocketOptions.builder());
  }

  static SocketProbe open(
      Valence valence, String url, WebSocketOptions.Builder options, Consumer<WebSocket> more) {
    SocketProbe probe = new SocketProbe();
    probe.socket =
        valence
            .net()
            .webSocket(
                url,
                options
                    .listeners(
                        socket -> {
                          probe.listen(socket);
                          more.accept(socket);
                        })
                    .build());
    return probe;
  }

  private void listen(WebSocket to) {
    to.addEventListener(
        WebSocket.OPENED,
        () -> {
          add("open");
          opened.complete(to.readyState());
        });
    to.addEventListener(
        WebSocket.MESSAGE,
        event -> {
          add("message");
          messages.add(event);
        });
    to.addEventListener(
        WebSocket.ERROR,
        failure -> {
          add("error");
          error.complete(failure);
        });
    to.addEventListener(
        WebSocket.CLOSE,
        event -> {
          add("close");
          closed.complete(event);
        });
  }

  private void add(String event) {
    synchronized (events) {
      events.add(event);
    }
  }

  WebSocket socket() {
    return socket;
  }

  /** What was emitted so far. */
  List<String> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** Waits for {@code open}; the state that its listener saw. */
  int opened() {
    return get(opened);
  }

  boolean isOpened() {
    return opened.isDone();
  }

  MessageEvent message() throws InterruptedException {
    MessageEvent message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came within " + WAIT_SECONDS + " s: " + events());
    }
    return message;
  }

  NetException error() {
    return get(error);
  }

  CloseEvent closed() {
    return get(closed);
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
