package dev.valence.net.internal.http2;

import static io.netty.handler.codec.http2.Http2Exception.streamError;

import dev.valence.net.BodyStream;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.NetTimeoutException.Phase;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.body.BodyQueue;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.exchange.PhaseTimer;
import dev.valence.net.internal.exchange.UploadPump;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its response on a stream of an HTTP/2 connection. */
final class Http2Exchange implements Exchange, BodyQueue.Producer, UploadPump.Target {
  /** What an exchange may ask of its connection. */
  interface Port {
    Channel channel();

    Http2Limits limits();

    /** Opens a stream and sends the head of the request. */
    Http2Stream open(Http2Exchange exchange, OutgoingRequest request, boolean endStream)
        throws Http2Exception;

    /**
     * Sends bytes; {@code taken} is told when they have left this process, or why they are lost.
     */
    void write(Http2Stream stream, ByteBuf piece, Consumer<@Nullable Throwable> taken);

    /** Sends what the server's windows allow, now. */
    void flush();

    void writeEnd(Http2Stream stream, HeaderList trailers);

    void reset(Http2Stream stream, Http2Error code);

    /** Bytes of the response were read by its reader. */
    void consumed(Http2Stream stream, int bytes);

    /** Bytes of the response wait for their reader beyond the end of the stream. */
    void hold(int bytes);

    void releaseHeld(int bytes);

    /** The head is to be delivered when everything that came with it has been read. */
    void deliverLater(Http2Exchange exchange);
  }

  /**
   * The reader is taken to be slow, and the clock for silence stops, when this much waits for it.
   */
  private static final int READ_AHEAD_BYTES = 256 * 1024;

  /** RFC 9110 §10.1.1: a client should not wait for ever; this is curl's wait. */
  private static final long CONTINUE_WAIT_MILLIS = 1000;

  private static final int TOO_MANY_INTERIM_RESPONSES = 100;

  private enum State {
    WAITING_FOR_HEAD,
    READING_BODY,
    /** The response is whole; the stream is about to close. */
    ENDED,
    OVER
  }

  private final OutgoingRequest request;
  private final ExchangeListener listener;
  private final Port port;
  private final boolean oldConnection;
  private final @Nullable PhaseTimer timer;
  private State state = State.WAITING_FOR_HEAD;
  private @Nullable Http2Stream stream;
  private @Nullable UploadPump upload;
  private @Nullable BodyQueue body;
  private @Nullable Http2Tunnel tunnel;
  private @Nullable ResponseHead undelivered;
  private @Nullable HeaderList trailers;
  private long expectedLength = -1;
  private long received;
  private int uploading;
  private int held;
  private int interimResponses;
  private boolean waitingForContinue;
  private boolean uploadEnded;

  Http2Exchange(
      OutgoingRequest request, ExchangeListener listener, Port port, boolean oldConnection) {
    this.request = request;
    this.listener = listener;
    this.port = port;
    this.oldConnection = oldConnection;
    boolean timed =
        !request.timeouts().responseHeaders().isZero() || !request.timeouts().idleBody().isZero();
    this.timer = timed ? new PhaseTimer(port.channel().eventLoop(), this::onTimeout) : null;
  }

  /** Whether the head, as it is sent, is to be told of. */
  boolean isObserved() {
    return listener.observes();
  }

  void onHeadSent(HeaderList fields) {
    listener.onRequestHead(request.method() + " " + request.target() + " HTTP/2", fields);
  }

  int streamId() {
    return stream == null ? 0 : stream.id();
  }

  boolean isOver() {
    return state == State.OVER;
  }

  void send() {
    RequestBody requestBody = request.body();
    try {
      if (requestBody != null) {
        upload = new UploadPump(requestBody, this, port.channel().eventLoop());
      }
      stream = port.open(this, request, requestBody == null && !request.isWebSocket());
    } catch (NetException e) {
      end(e, false);
      return;
    } catch (Http2Exception e) {
      end(Http2Errors.found(e), true);
      return;
    }
    if (upload == null) {
      listener.onRequestSent();
      startPhase(Phase.RESPONSE_HEADERS, request.timeouts().responseHeaders());
    } else if (request.expectsContinue()) {
      waitingForContinue = true;
      var unused =
          port.channel()
              .eventLoop()
              .schedule(this::stopWaiting, CONTINUE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      upload.proceed();
    }
  }

  void onHeaders(ReceivedFields fields, boolean endStream) throws Http2Exception {
    switch (state) {
      case WAITING_FOR_HEAD -> onHead(fields, endStream);
      case READING_BODY -> {
        if (tunnel != null) {
          throw violation("HEADERS on the stream of a WebSocket");
        }
        // Netty has seen to it that trailers end the stream.
        if (fields.statusCode() >= 0 || fields.isRequest()) {
          throw violation("a pseudo-header in the trailers");
        }
        onEnd(fields.list());
      }
      case ENDED, OVER -> {}
    }
  }

  private void onHead(ReceivedFields fields, boolean endStream) throws Http2Exception {
    int status = fields.statusCode();
    if (status < 0 || fields.isRequest()) {
      throw violation(status < 0 ? "a response without :status" : "a request for a response");
    }
    if (status < 200) {
      if (endStream || status == 101) {
        throw violation(status == 101 ? "status 101" : "an interim response that ends the stream");
      }
      onInterim(status, fields.list());
      return;
    }
    if (request.isWebSocket() && status < 300) {
      openTunnel(new ResponseHead(HttpVersion.HTTP_2, status, "", fields.list()), endStream);
      return;
    }
    expectedLength = ResponseLength.of(streamId(), status, fields.list(), request.method());
    if (endStream && expectedLength > 0) {
      throw wrongLength();
    }
    waitingForContinue = false;
    state = State.READING_BODY;
    undelivered = new ResponseHead(HttpVersion.HTTP_2, status, "", fields.list());
    body = new BodyQueue(this);
    if (endStream) {
      onEnd(null);
    } else {
      startPhase(Phase.IDLE_BODY, request.timeouts().idleBody());
      port.deliverLater(this);
    }
  }

  /** RFC 8441 §5: from now on DATA is the WebSocket's; a length means nothing (RFC 9110 §9.3.6). */
  private void openTunnel(ResponseHead head, boolean endStream) {
    Http2Stream on = stream;
    if (on == null) {
      return;
    }
    state = State.READING_BODY;
    if (timer != null) {
      timer.stop();
    }
    undelivered = head;
    tunnel = new Http2Tunnel(port, on, this::over);
    if (endStream) {
      tunnel.onEndStream();
    }
    port.deliverLater(this);
  }

  private void onInterim(int status, HeaderList headers) throws Http2Exception {
    if (++interimResponses > TOO_MANY_INTERIM_RESPONSES) {
      throw violation("more than " + TOO_MANY_INTERIM_RESPONSES + " interim responses");
    }
    if (status == 100) {
      stopWaiting();
    } else {
      listener.onInformational(status, headers);
    }
  }

  /** Takes bytes of the body; the buffer stays the caller's. */
  void onData(ByteBuf data, boolean endStream) throws Http2Exception {
    if (tunnel != null) {
      tunnel.onData(data.readRetainedSlice(data.readableBytes()));
      if (endStream) {
        tunnel.onEndStream();
      }
      return;
    }
    BodyQueue to = body;
    if (to == null || state != State.READING_BODY) {
      throw violation("DATA where HEADERS were due");
    }
    int bytes = data.readableBytes();
    received += bytes;
    if (expectedLength >= 0 && received > expectedLength) {
      throw violation("more than the " + expectedLength + " bytes of content-length");
    }
    if (timer != null) {
      timer.touch();
    }
    if (bytes > 0) {
      to.push(data.readRetainedSlice(bytes));
      if (timer != null && to.buffered() > READ_AHEAD_BYTES) {
        timer.pause();
      }
    }
    if (endStream) {
      onEnd(null);
    }
  }

  private void onEnd(@Nullable HeaderList endTrailers) {
    if (state != State.READING_BODY) {
      return;
    }
    if (expectedLength >= 0 && received != expectedLength) {
      // Not thrown: Netty would give bytes back to the window that the reader has yet to read.
      resetStream(Http2Error.PROTOCOL_ERROR);
      onFailed(Http2Errors.found(wrongLength()));
      return;
    }
    trailers = endTrailers;
    state = State.ENDED;
  }

  private Http2Exception wrongLength() {
    return violation(received + " bytes instead of the " + expectedLength + " of content-length");
  }

  /**
   * The server's side of the stream is closed: now a next request finds the stream's place free.
   */
  void onServerDone() {
    if (state != State.ENDED) {
      return;
    }
    if (!uploadEnded && (upload != null || request.isWebSocket())) {
      // The server has answered without waiting for the rest of the request.
      resetStream(Http2Error.CANCEL);
    }
    over();
    complete();
  }

  private void complete() {
    BodyQueue to = body;
    if (to == null) {
      return;
    }
    to.finish(trailers);
    deliverHead();
    int left = to.buffered();
    if (left > 0) {
      held = left;
      port.hold(left);
    }
  }

  /** Tells the listener of the head, once what came with it is in the body's queue. */
  void deliverHead() {
    ResponseHead head = undelivered;
    BodyStream with = tunnel != null ? tunnel : body;
    if (head != null && with != null) {
      undelivered = null;
      listener.onResponse(head, with);
    }
  }

  /** The server reset the stream. */
  void onReset(long code) {
    if (code == Http2Error.NO_ERROR.code()
        && tunnel == null
        && state == State.READING_BODY
        && (expectedLength < 0 || received == expectedLength)) {
      // SpdyStream::OnClose: with a head, the server merely wants nothing more.
      over();
      complete();
      return;
    }
    NetException reason = Http2Errors.streamReset(code);
    end(reason, reason.error() == NetError.HTTP2_SERVER_REFUSED_STREAM);
  }

  /** The server will not work on the request. */
  void onRefused(NetException reason) {
    end(reason, true);
  }

  void onConnectionLost(NetException reason) {
    end(reason, oldConnection && interimResponses == 0);
  }

  /** The stream is being reset for this reason. */
  void onFailed(NetException reason) {
    end(reason, false);
  }

  @Override
  public void cancel(NetException reason) {
    if (state != State.OVER) {
      resetStream(Http2Error.CANCEL);
      end(reason, false);
    }
    if (body != null) {
      body.abort(reason);
    }
  }

  /** Ends the exchange: before the head the listener hears of it, afterwards the body's reader. */
  private void end(NetException reason, boolean untouched) {
    if (state == State.OVER) {
      return;
    }
    BodyQueue to = body;
    over();
    if (tunnel != null) {
      tunnel.onLost(reason);
      deliverHead();
    } else if (to == null) {
      listener.onFailed(reason, untouched);
    } else {
      to.fail(reason);
      deliverHead();
    }
  }

  private void over() {
    state = State.OVER;
    if (timer != null) {
      timer.stop();
    }
    if (upload != null) {
      upload.stop();
    }
  }

  private void resetStream(Http2Error code) {
    if (stream != null) {
      port.reset(stream, code);
    }
  }

  @Override
  public void onConsumed(int bytes) {
    if (held > 0) {
      int released = Math.min(held, bytes);
      held -= released;
      port.releaseHeld(released);
    } else if (stream != null) {
      port.consumed(stream, bytes);
    }
    BodyQueue from = body;
    if (timer != null && from != null && from.buffered() <= READ_AHEAD_BYTES / 2) {
      timer.resume();
    }
  }

  @Override
  public void onDemand() {
    if (timer != null) {
      timer.touch();
    }
  }

  @Override
  public void onCancelled() {
    if (state != State.OVER) {
      resetStream(Http2Error.CANCEL);
      over();
    }
  }

  @Override
  public boolean canWrite() {
    return !waitingForContinue
        && uploading < port.limits().uploadAhead()
        && port.channel().isActive();
  }

  @Override
  public void write(ByteBuf piece) {
    Http2Stream to = stream;
    if (to == null) {
      piece.release();
      return;
    }
    listener.onUpload(piece);
    int bytes = piece.readableBytes();
    uploading += bytes;
    port.write(to, piece, problem -> onPieceTaken(bytes));
  }

  private void onPieceTaken(int bytes) {
    uploading -= bytes;
    if (state != State.OVER && upload != null) {
      upload.proceed();
    }
  }

  @Override
  public void writeEnd(HeaderList requestTrailers) {
    uploadEnded = true;
    if (stream != null) {
      port.writeEnd(stream, requestTrailers);
    }
    listener.onRequestSent();
    if (state == State.WAITING_FOR_HEAD) {
      startPhase(Phase.RESPONSE_HEADERS, request.timeouts().responseHeaders());
    }
  }

  @Override
  public void onProgress(long sent) {
    RequestBody requestBody = request.body();
    listener.onUploadProgress(sent, requestBody == null ? -1 : requestBody.length());
  }

  @Override
  public void onUploadFailed(NetException error) {
    cancel(error);
  }

  private void stopWaiting() {
    if (waitingForContinue && state == State.WAITING_FOR_HEAD && upload != null) {
      waitingForContinue = false;
      upload.proceed();
    }
  }

  private void onTimeout(Phase phase, Duration limit) {
    BodyQueue to = body;
    if (phase == Phase.IDLE_BODY && to != null && !to.isFlowing()) {
      startPhase(phase, limit);
    } else {
      cancel(new NetTimeoutException(phase, limit));
    }
  }

  private void startPhase(Phase phase, Duration limit) {
    if (timer != null) {
      timer.start(phase, limit);
    }
  }

  private Http2Exception violation(String what) {
    return streamError(streamId(), Http2Error.PROTOCOL_ERROR, "%s", what);
  }
}
