package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and the answer to it, in the hands of a {@link TestServer.Handler}. It is used by the
 * handler's thread only, and may block there.
 */
public final class Exchange {
  /** A gate that nobody opens fails the exchange after this many seconds. */
  static final int GATE_SECONDS = 60;

  private final RecordedRequest request;
  private final RequestBody body;
  private final Wire wire;
  private long number;
  private boolean continued;
  private boolean replied;
  private boolean leftUnanswered;

  Exchange(RecordedRequest request, RequestBody body, Wire wire) {
    this.request = request;
    this.body = body;
    this.wire = wire;
  }

  /** What the client sent. */
  public RecordedRequest request() {
    return request;
  }

  /**
   * Which request of the server this is, counted from 1 in the order of arrival. Handlers run side
   * by side: a count of their own may follow another order.
   */
  public long number() {
    return number;
  }

  void arrivedAs(long arrivalNumber) {
    number = arrivalNumber;
  }

  /** The method as sent. */
  public String method() {
    return request.method();
  }

  /** The request target as sent. */
  public String target() {
    return request.target();
  }

  /** The target up to the first question mark. */
  public String path() {
    return request.path();
  }

  /** The first value of a header, compared without case; null when it was not sent. */
  public @Nullable String header(String name) {
    return request.header(name);
  }

  /** The connection of this exchange, for closing or resetting it. */
  public ServerConnection connection() {
    return request.connection();
  }

  /**
   * The request body as a stream. What is not read stays with the client, but for some 64 KiB. The
   * first call answers {@code Expect: 100-continue} when no reply has begun; see {@link
   * #quietBodyStream()}.
   *
   * @throws IOException when the 100 cannot be written
   */
  public InputStream bodyStream() throws IOException {
    if (request.expectsContinue() && !continued && !replied) {
      informational(100, HeaderLines.of());
    }
    return body;
  }

  /** The request body as a stream, with no 100 sent whatever the client expects. */
  public InputStream quietBodyStream() {
    return body;
  }

  /**
   * Reads the whole body and records it in {@link #request()}.
   *
   * @throws IOException when the client breaks off
   */
  public byte[] body() throws IOException {
    byte[] read = bodyStream().readAllBytes();
    request.record(read);
    return read;
  }

  /**
   * {@link #body()} as UTF-8 text.
   *
   * @throws IOException when the client breaks off
   */
  public String bodyText() throws IOException {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** The trailers of the request; empty before the body has been read to its end. */
  public HeaderLines requestTrailers() {
    return body.trailers();
  }

  /**
   * Sends an informational response.
   *
   * @throws IOException when the connection is gone
   */
  public void informational(int status, HeaderLines headers) throws IOException {
    continued |= status == 100;
    wire.informational(status, headers);
  }

  /** Begins the final reply. */
  public Reply reply(int status) {
    return new Reply(this, wire, status);
  }

  /**
   * Sends a whole reply with a text body and no header but its length.
   *
   * @throws IOException when the connection is gone
   */
  public void respond(int status, String text) throws IOException {
    reply(status).text(text);
  }

  /** RST_STREAM with this error code for HTTP/2, TCP reset for HTTP/1. */
  public void reset(long http2ErrorCode) {
    replied = true;
    wire.reset(http2ErrorCode);
  }

  /** RST_STREAM with INTERNAL_ERROR for HTTP/2, TCP reset for HTTP/1. */
  public void reset() {
    reset(2);
  }

  /** Lets the handler return without an answer: the client waits until one side closes. */
  public void leaveUnanswered() {
    leftUnanswered = true;
  }

  /**
   * Waits until the test opens the gate.
   *
   * @throws IOException when the server is closed, or nobody opens the gate within a minute
   */
  public void await(CompletableFuture<?> gate) throws IOException {
    awaitGate(gate);
  }

  static void awaitGate(CompletableFuture<?> gate) throws IOException {
    try {
      gate.get(GATE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("server closed").initCause(e);
    } catch (TimeoutException e) {
      throw new IOException("the gate was not opened within " + GATE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("the gate failed", e);
    }
  }

  boolean leftUnanswered() {
    return leftUnanswered;
  }

  boolean replied() {
    return replied;
  }

  void markReplied() {
    if (replied) {
      throw new IllegalStateException("This exchange has been answered already: " + request);
    }
    replied = true;
  }
}
