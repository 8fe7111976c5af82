package dev.valence.request;

import dev.valence.net.NetException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Listens to everything that a request and its response emit, and keeps it. */
final class RequestProbe {
  private static final int WAIT_SECONDS = 20;

  private final ClientRequest request;
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final CompletableFuture<IncomingMessage> response = new CompletableFuture<>();
  private final CompletableFuture<NetException> error = new CompletableFuture<>();
  private final CompletableFuture<Throwable> responseError = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private RequestProbe(ClientRequest request, boolean readsBody) {
    this.request = request;
    request.on(ClientRequest.FINISH, () -> add("finish"));
    request.on(ClientRequest.ABORT, () -> add("abort"));
    request.on(ClientRequest.DRAIN, () -> add("drain"));
    request.on(
        ClientRequest.ERROR,
        failure -> {
          add("error");
          error.complete(failure);
        });
    request.on(
        ClientRequest.RESPONSE,
        message -> {
          add("response");
          listen(message, readsBody);
          response.complete(message);
        });
    request.on(
        ClientRequest.CLOSE,
        () -> {
          add("close");
          closed.complete(null);
        });
  }

  /** A probe that reads the body. */
  static RequestProbe of(ClientRequest request) {
    return new RequestProbe(request, true);
  }

  /** A probe that leaves the body alone. */
  static RequestProbe withoutBody(ClientRequest request) {
    return new RequestProbe(request, false);
  }

  private void listen(IncomingMessage message, boolean readsBody) {
    message.on(IncomingMessage.END, () -> add("message end"));
    message.on(IncomingMessage.ABORTED, () -> add("message aborted"));
    message.on(IncomingMessage.CLOSE, () -> add("message close"));
    message.on(
        IncomingMessage.ERROR,
        failure -> {
          add("message error");
          responseError.complete(failure);
        });
    if (readsBody) {
      message.on(IncomingMessage.DATA, this::data);
    }
  }

  private void data(ByteBuffer chunk) {
    synchronized (body) {
      body.writeBytes(chunk.array());
    }
  }

  private void add(String event) {
    synchronized (events) {
      events.add(event);
    }
  }

  /** What was emitted so far, data left out. */
  List<String> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  ClientRequest request() {
    return request;
  }

  IncomingMessage response() {
    return get(response);
  }

  NetException error() {
    return get(error);
  }

  Throwable responseError() {
    return get(responseError);
  }

  /** Waits for the last event; returns all. */
  List<String> closed() {
    get(closed);
    return events();
  }

  byte[] bytes() {
    synchronized (body) {
      return body.toByteArray();
    }
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
