package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.interception.Interception;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A watched request: asks and tells its interception, hop by hop, in Chromium's order of web
 * request events. Confined to the network thread.
 */
final class Intercepted implements InterceptedRequest, ObservedBody.Listener {
  private final Transaction transaction;
  private final Interceptions all;
  private @Nullable Interception interception;
  private @Nullable InetAddress address;
  private @Nullable ResponseHead head;
  private @Nullable ResponseHead shown;
  private @Nullable UnaryOperator<BodyStream> content;
  private boolean headersAsked;
  private boolean over;

  Intercepted(Transaction transaction, Interceptions all) {
    this.transaction = transaction;
    this.all = all;
  }

  void watchedBy(Interception watcher) {
    interception = watcher;
  }

  private Interception interception() {
    return Objects.requireNonNull(interception);
  }

  // ---- What the interception may ask

  @Override
  public NetworkRequest request() {
    return transaction.request();
  }

  @Override
  public Url url() {
    return transaction.url();
  }

  @Override
  public String method() {
    return transaction.method();
  }

  @Override
  public @Nullable RequestBody body() {
    return transaction.requestBody();
  }

  @Override
  public @Nullable String ip() {
    InetAddress known = address;
    return known == null ? null : known.getHostAddress();
  }

  @Override
  public @Nullable ResponseHead head() {
    return head;
  }

  // ---- The way out

  /** A hop begins; goes on with the next stage, if at all. */
  void beforeRequest() {
    address = null;
    head = null;
    content = null;
    shown = null;
    headersAsked = false;
    if (!interception().wantsBeforeRequest()) {
      transaction.proceed();
      return;
    }
    InterceptionAnswer answer =
        new InterceptionAnswer(
            transaction,
            all,
            NetLogEventType.NETWORK_DELEGATE_BEFORE_URL_REQUEST,
            transaction::proceed);
    answer.ask(() -> interception().beforeRequest(answer));
  }

  /** The fields of the hop are complete; {@code then} goes on. */
  void beforeSendHeaders(Runnable then) {
    headersAsked = true;
    HandshakeFields handshake = HandshakeFields.takeFrom(transaction);
    if (!interception().wantsBeforeSendHeaders()) {
      sendHeaders(handshake, then);
      return;
    }
    InterceptionAnswer answer =
        new InterceptionAnswer(
            transaction,
            all,
            NetLogEventType.NETWORK_DELEGATE_BEFORE_START_TRANSACTION,
            () -> sendHeaders(handshake, then));
    answer.ask(() -> interception().beforeSendHeaders(transaction.hopHeaders(), answer));
  }

  private void sendHeaders(HandshakeFields handshake, Runnable then) {
    interception().sendHeaders(transaction.hopHeaders());
    handshake.putBack();
    then.run();
  }

  /** Whether this hop has come past {@link #beforeSendHeaders}. */
  boolean headersAsked() {
    return headersAsked;
  }

  /** The connection of this hop is there. */
  void connected(@Nullable InetAddress remote) {
    address = remote;
  }

  // ---- The way back

  /** The head is there; {@code then} goes on. */
  void headersReceived(Runnable then) {
    if (shown == transaction.head() || transaction.internalRedirect() != null) {
      // A challenge that nobody answers comes by again, on its way to the asker; a redirect that no
      // server sent has no head to show.
      then.run();
      return;
    }
    head = transaction.head();
    if (!interception().wantsHeadersReceived()) {
      shown = head;
      then.run();
      return;
    }
    InterceptionAnswer answer =
        new InterceptionAnswer(
            transaction,
            all,
            NetLogEventType.NETWORK_DELEGATE_HEADERS_RECEIVED,
            () -> {
              head = transaction.head();
              shown = head;
              then.run();
            });
    answer.ask(() -> interception().headersReceived(answer));
  }

  void content(@Nullable UnaryOperator<BodyStream> replacement) {
    content = replacement;
  }

  /** The body is decoded: what was asked for its content happens now. */
  void decoded() {
    UnaryOperator<BodyStream> replacement = content;
    content = null;
    if (replacement != null) {
      transaction.body(replacement.apply(transaction.body()));
    }
  }

  void beforeRedirect(Url to) {
    head = transaction.head();
    interception().beforeRedirect(to);
  }

  /** The response goes to its asker; the body to give. */
  BodyStream delivered(BodyStream body) {
    head = transaction.head();
    boolean upgraded = body instanceof UpgradedBody;
    if (transaction.isWebSocket() && !upgraded) {
      failed(new NetException(NetError.INVALID_RESPONSE));
      return body;
    }
    interception().responseStarted();
    if (upgraded) {
      completed(NetError.WS_UPGRADE);
      return body;
    }
    return new ObservedBody(body, this);
  }

  @Override
  public void onData(ByteBuf chunk) {}

  @Override
  public void onEnd() {
    completed(null);
  }

  @Override
  public void onError(NetException error) {
    failed(error);
  }

  @Override
  public void onCancelled() {
    failed(new NetException(NetError.ABORTED));
  }

  private void completed(@Nullable NetError upgraded) {
    if (!over) {
      over = true;
      interception().completed(upgraded);
    }
  }

  void failed(NetException error) {
    all.waitsNoMore(transaction);
    if (!over) {
      over = true;
      interception().failed(error);
    }
  }
}
