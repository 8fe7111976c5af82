package dev.valence.internal.webrequest;

import dev.valence.interception.Interceptor;
import dev.valence.internal.interception.RequestChain;
import dev.valence.internal.interception.ResponseChain;
import dev.valence.internal.interception.Taps;
import dev.valence.net.BodyStream;
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
import dev.valence.webrequest.UploadData;
import dev.valence.webrequest.WebRequest.BeforeRequestListener;
import dev.valence.webrequest.WebRequest.BeforeSendHeadersListener;
import dev.valence.webrequest.WebRequest.HeadersReceivedListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
  private final RequestNews news;
  private final long id;
  private @Nullable Taps taps;

  RequestWatch(
      SessionInterception session, WebRequestImpl listeners, InterceptedRequest request, long id) {
    this.session = session;
    this.listeners = listeners;
    this.request = request;
    this.details = new Details(request, id);
    this.news = new RequestNews(session, listeners, request, details);
    this.id = id;
  }

  private <L> @Nullable L wanting(@Nullable Slot<L> slot) {
    return slot != null && slot.matches(request) ? slot.listener() : null;
  }

  // ---- Questions

  @Override
  public boolean wantsBeforeRequest() {
    return wanting(listeners.beforeRequest()) != null;
  }

  @Override
  public void beforeRequest(RequestDecision decision) {
    BeforeRequestListener listener = wanting(listeners.beforeRequest());
    if (listener == null) {
      decision.proceed();
      return;
    }
    BodyOnce body = bodyOnce();
    BeforeRequestDetails told = details.beforeRequest(details.upload(session.blobs(), body));
    Answer<BeforeRequestResponse> answer =
        new Answer<>("onBeforeRequest", id, response -> decide(decision, response, body));
    ask("onBeforeRequest", () -> listener.onBeforeRequest(told, answer), decision::fail);
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
  public boolean wantsBeforeSendHeaders() {
    return wanting(listeners.beforeSendHeaders()) != null
        || !session.interceptors().ofRequest(request).isEmpty();
  }

  @Override
  public void beforeSendHeaders(HeaderList headers, HeadersDecision decision) {
    BeforeSendHeadersListener listener = wanting(listeners.beforeSendHeaders());
    List<Interceptor> chain = session.interceptors().ofRequest(request);
    List<UploadData> upload = details.upload(session.blobs(), null);
    HeadersAnswer answer =
        chain.isEmpty()
            ? new HeadersAnswer(decision, null)
            : new HeadersAnswer(decision, chain(chain, headers, upload, decision));
    if (listener == null) {
      answer.proceed(null);
      return;
    }
    BeforeSendHeadersDetails told = details.beforeSendHeaders(headers, upload);
    Answer<BeforeSendResponse> callback =
        new Answer<>(
            "onBeforeSendHeaders",
            id,
            response ->
                response.isCancel()
                    ? answer.fail(blocked("onBeforeSendHeaders"))
                    : answer.proceed(response.requestHeaders()));
    ask("onBeforeSendHeaders", () -> listener.onBeforeSendHeaders(told, callback), answer::fail);
  }

  /** What the interceptors say, once the listener has spoken. */
  private Consumer<@Nullable HeaderList> chain(
      List<Interceptor> chain,
      HeaderList headers,
      @Nullable List<UploadData> upload,
      HeadersDecision decision) {
    RequestChain.Subject subject =
        new RequestChain.Subject(
            id, request.url(), request.method(), request.request(), upload, request.body());
    HeaderList before = headers.copy();
    return given ->
        new RequestChain(
                session.loop(),
                session.workers(),
                session.events(),
                chain,
                subject,
                given == null ? before : given,
                given != null,
                taps(),
                decision)
            .start();
  }

  @Override
  public boolean wantsHeadersReceived() {
    return wanting(listeners.headersReceived()) != null
        || !session.interceptors().ofResponse(request).isEmpty();
  }

  @Override
  public void headersReceived(ResponseDecision decision) {
    HeadersReceivedListener listener = wanting(listeners.headersReceived());
    List<Interceptor> chain = session.interceptors().ofResponse(request);
    ResponseHead head = Objects.requireNonNull(request.head());
    if (chain.isEmpty() && listener != null) {
      askHeadersReceived(listener, head, null, decision);
      return;
    }
    new ResponseChain(
            session.loop(),
            session.workers(),
            session.events(),
            chain,
            new ResponseChain.Subject(
                id,
                request.url().href(),
                request.method(),
                request.request().resourceType(),
                request.ip()),
            head,
            taps(),
            (changed, content) -> afterChain(listener, changed, content, decision),
            decision::fail)
        .start();
  }

  private void afterChain(
      @Nullable HeadersReceivedListener listener,
      ResponseHead head,
      @Nullable UnaryOperator<BodyStream> content,
      ResponseDecision decision) {
    if (listener == null) {
      decision.proceed(head, content);
      return;
    }
    try {
      session.loop().execute(() -> askHeadersReceived(listener, head, content, decision));
    } catch (RejectedExecutionException ended) {
      decision.fail(new NetException(NetError.CONTEXT_SHUT_DOWN));
    }
  }

  private void askHeadersReceived(
      HeadersReceivedListener listener,
      ResponseHead head,
      @Nullable UnaryOperator<BodyStream> content,
      ResponseDecision decision) {
    HeadersReceivedDetails told = details.headersReceived(head);
    Answer<HeadersReceivedResponse> callback =
        new Answer<>(
            "onHeadersReceived",
            id,
            response ->
                response.isCancel()
                    ? decision.fail(blocked("onHeadersReceived"))
                    : decision.proceed(changed(head, response), content));
    ask("onHeadersReceived", () -> listener.onHeadersReceived(told, callback), decision::fail);
  }

  private static ResponseHead changed(ResponseHead head, HeadersReceivedResponse response) {
    Map<String, List<String>> headers = response.responseHeaders();
    boolean newStatus = response.statusLine() != null;
    if (headers == null && !newStatus) {
      return head;
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

  private synchronized Taps taps() {
    Taps made = taps;
    if (made == null) {
      made = new Taps();
      taps = made;
    }
    return made;
  }

  private synchronized @Nullable Taps madeTaps() {
    return taps;
  }

  // ---- News

  @Override
  public void sendHeaders(HeaderList headers) {
    news.sendHeaders(headers);
  }

  @Override
  public void beforeRedirect(Url to) {
    news.beforeRedirect(to);
  }

  @Override
  public void responseStarted() {
    news.responseStarted();
  }

  @Override
  public void completed(@Nullable NetError upgraded) {
    news.completed(upgraded);
    Taps made = madeTaps();
    if (made != null) {
      made.end(new NetException(NetError.ABORTED, "the request ended before its body did", null));
    }
  }

  @Override
  public void failed(NetException error) {
    news.failed(error);
    Taps made = madeTaps();
    if (made != null) {
      made.end(error);
    }
  }
}
