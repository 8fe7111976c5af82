package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.interception.BodyTap;
import dev.valence.interception.InterceptedRequest;
import dev.valence.interception.Interceptor;
import dev.valence.interception.Interceptor.RequestFunction;
import dev.valence.interception.RequestAction;
import dev.valence.interception.TapOptions;
import dev.valence.internal.async.Workers;
import dev.valence.internal.protocol.Answers;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.ResourceType;
import dev.valence.net.interception.HeadersDecision;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.net.url.Url;
import dev.valence.webrequest.UploadData;
import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the interceptors about one hop, one after the other, and then decides. */
public final class RequestChain {
  /** What does not change while the chain goes on. */
  public record Subject(
      long id,
      Url url,
      String method,
      NetworkRequest cause,
      @Nullable List<UploadData> uploadData,
      @Nullable RequestBody body) {}

  private final EventLoop loop;
  private final Workers workers;
  private final EventThread events;
  private final Subject subject;
  private final Taps taps;
  private final HeadersDecision decision;
  private final Iterator<Interceptor> rest;
  private HeaderList headers;
  private boolean changed;
  private @Nullable RequestBody tapped;

  /**
   * A chain; {@link #start} starts it.
   *
   * @param headers a copy of the fields
   * @param changed whether they differ from what the road has
   * @param taps takes the taps of the request body
   */
  public RequestChain(
      EventLoop loop,
      Workers workers,
      EventThread events,
      List<Interceptor> interceptors,
      Subject subject,
      HeaderList headers,
      boolean changed,
      Taps taps,
      HeadersDecision decision) {
    this.loop = loop;
    this.workers = workers;
    this.events = events;
    this.subject = subject;
    this.taps = taps;
    this.decision = decision;
    this.rest = interceptors.iterator();
    this.headers = headers;
    this.changed = changed;
  }

  /** Asks the next interceptor, if there is one. */
  public void start() {
    if (!rest.hasNext()) {
      decision.proceed(changed ? headers : null, tapped);
      return;
    }
    Interceptor next = rest.next();
    RequestFunction function = Objects.requireNonNull(next.request());
    Question question = new Question(headers);
    new Asking<RequestAction>(
            loop,
            events,
            next,
            action -> {
              question.end();
              act(action);
            },
            decision::fail)
        .ask(() -> function.onRequest(question));
  }

  private void act(RequestAction action) {
    if (action instanceof RequestAction.Proceed proceed) {
      HeaderList given = proceed.headers();
      if (given != null) {
        headers = given.copy();
        changed = true;
      }
      start();
    } else if (action instanceof RequestAction.Redirect redirect) {
      decision.redirect(redirect.url());
    } else if (action instanceof RequestAction.Fail fail) {
      decision.fail(fail.reason());
    } else if (action instanceof RequestAction.Respond respond) {
      respond(respond.response());
    }
  }

  private void respond(Response response) {
    if (subject.cause().resourceType() == ResourceType.WEB_SOCKET) {
      response.close();
      decision.fail(
          new NetException(
              NetError.INVALID_RESPONSE,
              "an interceptor cannot answer the handshake of a WebSocket",
              null));
      return;
    }
    Answers.send(
        workers,
        new SchemeRequest(
            subject.url(), subject.method(), headers, subject.body(), subject.cause(), loop),
        new ChainAnswer(loop, subject.method(), decision),
        response);
  }

  private BodyTap tap(TapOptions options) {
    TapFeed feed = new TapFeed(loop, options);
    taps.add(feed);
    BodyTap tap = feed.newTap(workers);
    RequestBody body = tapped == null ? subject.body() : tapped;
    if (body == null) {
      feed.end(new HeaderList(1));
    } else {
      tapped = new TappedUpload(loop, body, feed);
    }
    return tap;
  }

  /** The request as one interceptor sees it. */
  private final class Question implements InterceptedRequest {
    private final Headers shown;
    private boolean over;

    Question(HeaderList headers) {
      shown = Headers.view(headers);
    }

    synchronized void end() {
      over = true;
    }

    @Override
    public long id() {
      return subject.id();
    }

    @Override
    public String url() {
      return subject.url().href();
    }

    @Override
    public String method() {
      return subject.method();
    }

    @Override
    public ResourceType resourceType() {
      return subject.cause().resourceType();
    }

    @Override
    public Headers headers() {
      return shown;
    }

    @Override
    public @Nullable List<UploadData> uploadData() {
      return subject.uploadData();
    }

    @Override
    public synchronized BodyTap tapBody(TapOptions options) {
      Objects.requireNonNull(options, "options");
      if (over) {
        throw new IllegalStateException("the request has gone on; a body is tapped before");
      }
      return tap(options);
    }

    @Override
    public String toString() {
      return "InterceptedRequest[" + subject.method() + " " + subject.url() + "]";
    }
  }
}
