package dev.valence.internal.webrequest;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.interception.HeadersDecision;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.interception.Interception;
import dev.valence.net.interception.RequestDecision;
import dev.valence.net.interception.ResponseDecision;
import dev.valence.net.url.Url;
import dev.valence.webrequest.BeforeRequestDetails;
import dev.valence.webrequest.BeforeRequestResponse;
import dev.valence.webrequest.BeforeSendHeadersDetails;
import dev.valence.webrequest.BeforeSendResponse;
import dev.valence.webrequest.HeadersReceivedDetails;
import dev.valence.webrequest.HeadersReceivedResponse;
import dev.valence.webrequest.RequestDetails;
import dev.valence.webrequest.UploadData;
import dev.valence.webrequest.WebRequest.BeforeRedirectListener;
import dev.valence.webrequest.WebRequest.BeforeRequestListener;
import dev.valence.webrequest.WebRequest.BeforeSendHeadersListener;
import dev.valence.webrequest.WebRequest.CompletedListener;
import dev.valence.webrequest.WebRequest.ErrorOccurredListener;
import dev.valence.webrequest.WebRequest.HeadersReceivedListener;
import dev.valence.webrequest.WebRequest.ResponseStartedListener;
import dev.valence.webrequest.WebRequest.SendHeadersListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request in the eyes of the session's listeners. Whether an event has a listener, and whether
 * its filter wants the request, is decided on the network thread, at the event.
 */
final class RequestWatch implements Interception {
  private final SessionInterception session;
  private final WebRequestImpl listeners;
  private final InterceptedRequest request;
  private final Details details;
  private final long id;

  RequestWatch(
      SessionInterception session, WebRequestImpl listeners, InterceptedRequest request, long id) {
    this.session = session;
    this.listeners = listeners;
    this.request = request;
    this.details = new Details(request, id);
    this.id = id;
  }

  private <L> @Nullable L wanting(@Nullable Slot<L> slot) {
    return slot != null && slot.matches(request) ? slot.listener() : null;
  }

  // ---- Questions

  @Override
  public boolean beforeRequest(RequestDecision decision) {
    BeforeRequestListener listener = wanting(listeners.beforeRequest());
    if (listener == null) {
      return false;
    }
    BodyOnce body = bodyOnce();
    BeforeRequestDetails told = details.beforeRequest(details.upload(session.blobs(), body));
    Answer<BeforeRequestResponse> answer =
        new Answer<>("onBeforeRequest", id, response -> decide(decision, response, body));
    ask("onBeforeRequest", () -> listener.onBeforeRequest(told, answer), decision::fail);
    return true;
  }

  private @Nullable BodyOnce bodyOnce() {
    RequestBody body = request.body();
    return body == null ? null : new BodyOnce(session.loop(), session.workers(), body);
  }

  private static boolean decide(
      RequestDecision decision, BeforeRequestResponse response, @Nullable BodyOnce body) {
    Url target = response.redirectURL();
    if (response.isCancel()) {
      return decision.fail(blocked("onBeforeRequest"));
    }
    if (target != null) {
      return decision.redirect(target);
    }
    return body != null && body.isUsedUp() ? decision.proceedWithoutBody() : decision.proceed();
  }

  @Override
  public boolean beforeSendHeaders(HeaderList headers, HeadersDecision decision) {
    BeforeSendHeadersListener listener = wanting(listeners.beforeSendHeaders());
    if (listener == null) {
      return false;
    }
    List<UploadData> upload = details.upload(session.blobs(), null);
    BeforeSendHeadersDetails told = details.beforeSendHeaders(headers, upload);
    Answer<BeforeSendResponse> answer =
        new Answer<>(
            "onBeforeSendHeaders",
            id,
            response ->
                response.isCancel()
                    ? decision.fail(blocked("onBeforeSendHeaders"))
                    : decision.proceed(response.requestHeaders(), null));
    ask("onBeforeSendHeaders", () -> listener.onBeforeSendHeaders(told, answer), decision::fail);
    return true;
  }

  @Override
  public boolean headersReceived(ResponseDecision decision) {
    HeadersReceivedListener listener = wanting(listeners.headersReceived());
    if (listener == null) {
      return false;
    }
    ResponseHead head = Objects.requireNonNull(request.head());
    HeadersReceivedDetails told = details.headersReceived();
    Answer<HeadersReceivedResponse> answer =
        new Answer<>(
            "onHeadersReceived",
            id,
            response ->
                response.isCancel()
                    ? decision.fail(blocked("onHeadersReceived"))
                    : decision.proceed(changed(head, response), null));
    ask("onHeadersReceived", () -> listener.onHeadersReceived(told, answer), decision::fail);
    return true;
  }

  private static @Nullable ResponseHead changed(
      ResponseHead head, HeadersReceivedResponse response) {
    Map<String, List<String>> headers = response.responseHeaders();
    boolean newStatus = response.statusLine() != null;
    if (headers == null && !newStatus) {
      return null;
    }
    return new ResponseHead(
        head.version(),
        newStatus ? response.statusCode() : head.status(),
        newStatus ? response.reason() : head.reason(),
        headers == null ? head.headers() : HeaderTexts.response(headers, head.headers()),
        head.source());
  }

  private static NetException blocked(String event) {
    return new NetException(
        NetError.BLOCKED_BY_CLIENT, "a listener of " + event + " cancelled the request", null);
  }

  /** A listener that throws without an answer must not let through what it was to judge. */
  private void ask(String event, Runnable call, Consumer<NetException> fail) {
    session
        .events()
        .execute(
            () -> {
              try {
                call.run();
              } catch (RuntimeException | Error e) {
                fail.accept(
                    new NetException(NetError.FAILED, "the listener of " + event + " threw", e));
                session.events().report("the listener of webRequest." + event, e);
              }
            });
  }

  // ---- News

  @Override
  public void sendHeaders(HeaderList headers) {
    SendHeadersListener listener = wanting(listeners.sendHeaders());
    if (listener != null) {
      tell("onSendHeaders", listener::onSendHeaders, details.sendHeaders(headers));
    }
  }

  @Override
  public void beforeRedirect(Url to) {
    BeforeRedirectListener listener = wanting(listeners.beforeRedirect());
    if (listener != null) {
      tell("onBeforeRedirect", listener::onBeforeRedirect, details.beforeRedirect(to));
    }
  }

  @Override
  public void responseStarted() {
    ResponseStartedListener listener = wanting(listeners.responseStarted());
    if (listener != null) {
      tell("onResponseStarted", listener::onResponseStarted, details.responseStarted());
    }
  }

  @Override
  public void completed(@Nullable NetError upgraded) {
    CompletedListener listener = wanting(listeners.completed());
    if (listener != null) {
      String error = upgraded == null ? "net::OK" : upgraded.text();
      tell("onCompleted", listener::onCompleted, details.completed(error));
    }
  }

  @Override
  public void failed(NetException error) {
    ErrorOccurredListener listener = wanting(listeners.errorOccurred());
    if (listener != null) {
      String text = error.error().text();
      tell("onErrorOccurred", listener::onErrorOccurred, details.errorOccurred(text));
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
