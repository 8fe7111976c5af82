package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.ReferrerRules;
import dev.valence.net.scheme.SchemeHandler;
import dev.valence.net.scheme.SchemeHandlers;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.net.url.Url;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a hop to the handler of its scheme, where there is one: nothing below this stage sees it.
 * Of the other schemes, only http and https lead on.
 */
final class ProtocolStage implements Stage {
  private volatile @Nullable SchemeHandlers handlers;

  // On the network thread only.
  private final Set<SchemeCall> calls = new HashSet<>();

  /** Who answers from now on; null for the network alone. Any thread. */
  void handlers(@Nullable SchemeHandlers now) {
    handlers = now;
  }

  @Override
  public void send(Transaction transaction) {
    if (transaction.isWebSocket()) {
      transaction.proceed();
      return;
    }
    String scheme = transaction.url().scheme();
    SchemeHandler handler = find(scheme, transaction.request());
    if (handler != null) {
      transaction.hopHeaders(headers(transaction));
      Intercepted watched = transaction.intercepted();
      if (watched == null) {
        call(handler, transaction);
      } else {
        watched.beforeSendHeaders(() -> call(handler, transaction));
      }
    } else if (scheme.equals("http") || scheme.equals("https")) {
      transaction.proceed();
    } else {
      transaction.fail(
          new NetException(
              NetError.UNKNOWN_URL_SCHEME, "nobody handles the scheme " + scheme, null));
    }
  }

  /** Whether a handler answers the first hop of this request. Any thread. */
  boolean isHandled(NetworkRequest request) {
    return find(request.url().scheme(), request) != null;
  }

  private @Nullable SchemeHandler find(String scheme, NetworkRequest request) {
    SchemeHandlers known = handlers;
    return known == null ? null : known.find(scheme, request.bypassCustomProtocolHandlers());
  }

  private void call(SchemeHandler handler, Transaction transaction) {
    if (!transaction.isUnderWay()) {
      return;
    }
    SchemeCall call = new SchemeCall(transaction, calls::remove);
    calls.add(call);
    transaction.waitFor(call);
    call.start(
        handler,
        new SchemeRequest(
            transaction.url(),
            transaction.method(),
            transaction.hopHeaders(),
            transaction.requestBody(),
            transaction.request(),
            transaction.loop()));
  }

  /** What the asker set, and where it comes from. */
  private static HeaderList headers(Transaction transaction) {
    HeaderList headers = transaction.givenHeaders().copy();
    Url referrer = transaction.request().referrer();
    if (referrer != null && !headers.contains("referer")) {
      String value =
          ReferrerRules.referer(transaction.referrerPolicy(), referrer, transaction.url());
      if (value != null) {
        headers.add("Referer", value);
      }
    }
    return headers;
  }

  /**
   * What a handler, or an interceptor in its place, answered is shown as the network's answers are;
   * those have been shown further down.
   */
  @Override
  public void receive(Transaction transaction) {
    Intercepted watched = transaction.intercepted();
    if (watched == null) {
      transaction.giveBack();
    } else {
      watched.headersReceived(transaction::giveBack);
    }
  }

  /** Fails what waits for handlers, and bodies that flow from them. */
  void shutDown(NetException reason) {
    List.copyOf(calls).forEach(call -> call.shutDown(reason));
  }
}
