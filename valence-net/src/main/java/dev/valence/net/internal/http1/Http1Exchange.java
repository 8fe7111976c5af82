package dev.valence.net.internal.http1;

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
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.exchange.UploadPump;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request and its response on an HTTP/1.1 connection. */
final class Http1Exchange implements Exchange, BodyQueue.Producer, UploadPump.Target {
  /** What an exchange may ask of its connection. */
  interface Port {
    boolean hasResponseBegun();

    /** The exchange is over; the connection may take another one if {@code reusable}. */
    void onOver(Http1Exchange exchange, boolean reusable);
  }

  /** A body is read this far ahead of its reader. */
  private static final int READ_AHEAD_BYTES = 256 * 1024;

  /** RFC 9110 §10.1.1: a client should not wait for ever; this is curl's wait. */
  private static final long CONTINUE_WAIT_MILLIS = 1000;

  private static final int TOO_MANY_INTERIM_RESPONSES = 100;

  private enum State {
    WAITING_FOR_HEAD,
    READING_BODY,
    OVER
  }

  private final OutgoingRequest request;
  private final ExchangeListener listener;
  private final Channel channel;
  private final Port port;
  private final boolean oldConnection;
  private final PhaseTimer timer;
  private State state = State.WAITING_FOR_HEAD;
  private @Nullable UploadPump upload;
  private @Nullable BodyQueue body;
  private @Nullable ResponseHead undelivered;
  private @Nullable ResponseHead upgraded;
  private boolean uploadBroken;
  private boolean waitingForContinue;
  private boolean keepAlive;
  private boolean ended;
  private @Nullable HeaderList trailers;
  private int interimResponses;

  Http1Exchange(
      OutgoingRequest request,
      ExchangeListener listener,
      Channel channel,
      Port port,
      boolean oldConnection) {
    this.request = request;
    this.listener = listener;
    this.channel = channel;
    this.port = port;
    this.oldConnection = oldConnection;
    this.timer = new PhaseTimer(channel.eventLoop(), this::onTimeout);
  }

  void send() {
    ByteBuf head;
    try {
      head = Http1RequestEncoder.head(request, channel.alloc());
    } catch (NetException e) {
      fail(e);
      return;
    }
    if (listener.observes()) {
      SentHead.tell(head, listener);
    }
    RequestBody requestBody = request.body();
    if (requestBody == null) {
      channel.writeAndFlush(head, channel.voidPromise());
      listener.onRequestSent();
      timer.start(Phase.RESPONSE_HEADERS, request.timeouts().responseHeaders());
    } else {
      sendWithBody(head, requestBody);
    }
  }

  private void sendWithBody(ByteBuf head, RequestBody requestBody) {
    UploadPump pump;
    try {
      pump = new UploadPump(requestBody, this, channel.eventLoop());
    } catch (NetException e) {
      head.release();
      fail(e);
      return;
    }
    upload = pump;
    channel.write(head, channel.voidPromise());
    if (request.expectsContinue()) {
      waitingForContinue = true;
      channel.flush();
      var unused =
          channel
              .eventLoop()
              .schedule(this::stopWaiting, CONTINUE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      pump.proceed();
      channel.flush();
    }
  }

  void onWritable() {
    if (upload != null && state != State.OVER) {
      upload.proceed();
      channel.flush();
    }
  }

  /** The server takes no more of the request; what it answers is still read. */
  void onWriteFailed() {
    uploadBroken = true;
    if (upload != null) {
      upload.stop();
    }
  }

  void onHead(ResponseHead head, BodyFraming framing) throws NetException {
    if (framing.kind() == BodyFraming.Kind.INTERIM) {
      onInterim(head);
      return;
    }
    if (framing.kind() == BodyFraming.Kind.UPGRADED) {
      if (!request.asksForUpgrade()) {
        throw new NetException(
            NetError.INVALID_HTTP_RESPONSE, "101 without an upgrade having been asked for", null);
      }
      upgraded = head;
      return;
    }
    waitingForContinue = false;
    keepAlive = framing.keepAlive() && !RefusedUpload.mayBeUnread(head.status(), request);
    state = State.READING_BODY;
    undelivered = head;
    body = new BodyQueue(this);
    timer.start(Phase.IDLE_BODY, request.timeouts().idleBody());
  }

  void onBody(ByteBuf bytes) {
    BodyQueue to = body;
    if (to == null) {
      bytes.release();
      return;
    }
    timer.touch();
    to.push(bytes);
    if (to.buffered() > READ_AHEAD_BYTES && channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
      timer.pause();
    }
  }

  void onEnd(@Nullable HeaderList endTrailers) {
    ended = true;
    trailers = endTrailers;
  }

  /** Whether the server has changed the protocol. */
  boolean isUpgraded() {
    return upgraded != null && state != State.OVER;
  }

  /** Gives the connection to the listener; the exchange is over. */
  void deliverUpgrade(UpgradedBody connection) {
    ResponseHead head = upgraded;
    if (head != null) {
      state = State.OVER;
      timer.stop();
      listener.onResponse(head, connection);
    }
  }

  /** Whether the response is whole and the connection not given back. */
  boolean hasEnded() {
    return ended && state != State.OVER;
  }

  /**
   * Gives the connection back, then tells the body's reader of the end: a next request finds the
   * connection free.
   */
  void complete(boolean nothingLeftOver) {
    boolean uploaded = upload == null || (upload.isDone() && !uploadBroken);
    over(nothingLeftOver && keepAlive && uploaded && !isClosing());
    if (body != null) {
      body.finish(trailers);
    }
  }

  /** Tells the listener of the head, once what came with it is in the body's queue. */
  void deliverHead() {
    ResponseHead head = undelivered;
    if (head != null && body != null) {
      undelivered = null;
      listener.onResponse(head, body);
    }
  }

  /** Ends the exchange: before the head the listener hears of it, afterwards the body's reader. */
  void fail(NetException error) {
    if (undelivered != null) {
      deliverHead();
    }
    if (state == State.OVER) {
      return;
    }
    boolean hadHead = state == State.READING_BODY;
    boolean untouched = oldConnection && !port.hasResponseBegun();
    over(false);
    if (hadHead && body != null) {
      body.fail(error);
    } else {
      listener.onFailed(error, untouched);
    }
  }

  @Override
  public void cancel(NetException reason) {
    fail(reason);
    if (body != null) {
      body.abort(reason);
    }
  }

  @Override
  public void onConsumed(int bytes) {
    if (state == State.READING_BODY
        && body != null
        && body.buffered() <= READ_AHEAD_BYTES / 2
        && !channel.config().isAutoRead()) {
      timer.resume();
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void onDemand() {
    timer.touch();
  }

  @Override
  public void onCancelled() {
    over(false);
  }

  @Override
  public boolean canWrite() {
    return !waitingForContinue && channel.isWritable() && channel.isActive();
  }

  @Override
  public void write(ByteBuf piece) {
    listener.onUpload(piece);
    if (request.statedLength() >= 0) {
      channel.write(piece, channel.voidPromise());
    } else {
      channel.write(
          Http1RequestEncoder.chunkStart(piece.readableBytes(), channel.alloc()),
          channel.voidPromise());
      channel.write(piece, channel.voidPromise());
      channel.write(Http1RequestEncoder.chunkEnd(channel.alloc()), channel.voidPromise());
    }
    channel.flush();
  }

  @Override
  public void writeEnd(HeaderList trailers) {
    if (request.statedLength() < 0) {
      try {
        channel.write(
            Http1RequestEncoder.lastChunk(trailers, channel.alloc()), channel.voidPromise());
      } catch (NetException e) {
        fail(e);
        return;
      }
    }
    channel.flush();
    listener.onRequestSent();
    if (state == State.WAITING_FOR_HEAD) {
      timer.start(Phase.RESPONSE_HEADERS, request.timeouts().responseHeaders());
    }
  }

  @Override
  public void onProgress(long sent) {
    RequestBody requestBody = request.body();
    listener.onUploadProgress(sent, requestBody == null ? -1 : requestBody.length());
  }

  @Override
  public void onUploadFailed(NetException error) {
    fail(error);
  }

  private void onInterim(ResponseHead head) throws NetException {
    if (++interimResponses > TOO_MANY_INTERIM_RESPONSES) {
      throw new NetException(
          NetError.INVALID_HTTP_RESPONSE,
          "more than " + TOO_MANY_INTERIM_RESPONSES + " interim responses",
          null);
    }
    if (head.status() == 100) {
      stopWaiting();
    } else {
      listener.onInformational(head.status(), head.headers());
    }
  }

  private void stopWaiting() {
    if (waitingForContinue && state == State.WAITING_FOR_HEAD && upload != null) {
      waitingForContinue = false;
      upload.proceed();
      channel.flush();
    }
  }

  private void onTimeout(Phase phase, Duration limit) {
    if (phase == Phase.IDLE_BODY && body != null && !body.isFlowing()) {
      timer.start(phase, limit);
    } else {
      fail(new NetTimeoutException(phase, limit));
    }
  }

  private boolean isClosing() {
    HeaderList headers = request.headers();
    String connection = headers.get("connection");
    return connection != null && connection.equalsIgnoreCase("close");
  }

  private void over(boolean reusable) {
    if (state != State.OVER) {
      state = State.OVER;
      timer.stop();
      if (upload != null) {
        upload.stop();
      }
      port.onOver(this, reusable);
    }
  }
}
