package dev.valence.internal.webrequest;

import dev.valence.interception.TrafficObserver;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.url.Url;
import dev.valence.webrequest.RequestDetails;
import dev.valence.webrequest.WebRequest.BeforeRedirectListener;
import dev.valence.webrequest.WebRequest.CompletedListener;
import dev.valence.webrequest.WebRequest.ErrorOccurredListener;
import dev.valence.webrequest.WebRequest.ResponseStartedListener;
import dev.valence.webrequest.WebRequest.SendHeadersListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of one request that nobody answers: for listeners and observers. */
final class RequestNews {
  private final SessionInterception session;
  private final WebRequestImpl listeners;
  private final InterceptedRequest request;
  private final Details details;

  RequestNews(
      SessionInterception session,
      WebRequestImpl listeners,
      InterceptedRequest request,
      Details details) {
    this.session = session;
    this.listeners = listeners;
    this.request = request;
    this.details = details;
  }

  private <L> @Nullable L wanting(@Nullable Slot<L> slot) {
    return slot != null && slot.matches(request) ? slot.listener() : null;
  }

  void sendHeaders(HeaderList headers) {
    SendHeadersListener listener = wanting(listeners.sendHeaders());
    if (listener != null) {
      tell("onSendHeaders", listener::onSendHeaders, details.sendHeaders(headers));
    }
    if (session.interceptors().hasObservers()) {
      session
          .interceptors()
          .tell(request, () -> details.sendHeaders(headers), TrafficObserver::onRequest);
    }
  }

  void beforeRedirect(Url to) {
    BeforeRedirectListener listener = wanting(listeners.beforeRedirect());
    if (listener != null) {
      tell("onBeforeRedirect", listener::onBeforeRedirect, details.beforeRedirect(to));
    }
    if (session.interceptors().hasObservers()) {
      session
          .interceptors()
          .tell(request, () -> details.beforeRedirect(to), TrafficObserver::onRedirect);
    }
  }

  void responseStarted() {
    ResponseStartedListener listener = wanting(listeners.responseStarted());
    if (listener != null) {
      tell("onResponseStarted", listener::onResponseStarted, details.responseStarted());
    }
    if (session.interceptors().hasObservers()) {
      session.interceptors().tell(request, details::responseStarted, TrafficObserver::onResponse);
    }
  }

  void completed(@Nullable NetError upgraded) {
    CompletedListener listener = wanting(listeners.completed());
    String error = upgraded == null ? "net::OK" : upgraded.text();
    if (listener != null) {
      tell("onCompleted", listener::onCompleted, details.completed(error));
    }
    if (session.interceptors().hasObservers()) {
      session
          .interceptors()
          .tell(request, () -> details.completed(error), TrafficObserver::onCompleted);
    }
  }

  void failed(NetException error) {
    ErrorOccurredListener listener = wanting(listeners.errorOccurred());
    String text = error.error().text();
    if (listener != null) {
      tell("onErrorOccurred", listener::onErrorOccurred, details.errorOccurred(text));
    }
    if (session.interceptors().hasObservers()) {
      session
          .interceptors()
          .tell(request, () -> details.errorOccurred(text), TrafficObserver::onFailed);
    }
  }

  private <D extends RequestDetails> void tell(String event, Consumer<D> listener, D news) {
    session
        .events()
        .execute(
            () -> {
              try {
                listener.accept(news);
              } catch (RuntimeException | Error e) {
                session.events().report("the listener of webRequest." + event, e);
              }
            });
  }
}
