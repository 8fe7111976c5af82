package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.interception.BodyTap;
import dev.valence.interception.InterceptedResponse;
import dev.valence.interception.Interceptor;
import dev.valence.interception.Interceptor.ResponseFunction;
import dev.valence.interception.ResponseAction;
import dev.valence.interception.TapOptions;
import dev.valence.internal.async.Workers;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.PulledBody;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.ResourceType;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Asks the interceptors about one response, from the last to the first. */
public final class ResponseChain {
  /** What does not change while the chain goes on. */
  public record Subject(
      long id, String url, String method, ResourceType resourceType, @Nullable String ip) {}

  private final EventLoop loop;
  private final Workers workers;
  private final EventThread events;
  private final Subject subject;
  private final Taps taps;
  private final BiConsumer<ResponseHead, @Nullable UnaryOperator<BodyStream>> then;
  private final Consumer<NetException> otherwise;
  private final ListIterator<Interceptor> rest;
  private ResponseHead head;
  private @Nullable UnaryOperator<BodyStream> content;

  /**
   * A chain; {@link #start} starts it.
   *
   * @param taps takes the taps of the body
   * @param then takes the head as it has become, and what is done to the body
   * @param otherwise takes the failure
   */
  public ResponseChain(
      EventLoop loop,
      Workers workers,
      EventThread events,
      List<Interceptor> interceptors,
      Subject subject,
      ResponseHead head,
      Taps taps,
      BiConsumer<ResponseHead, @Nullable UnaryOperator<BodyStream>> then,
      Consumer<NetException> otherwise) {
    this.loop = loop;
    this.workers = workers;
    this.events = events;
    this.subject = subject;
    this.taps = taps;
    this.then = then;
    this.otherwise = otherwise;
    this.rest = interceptors.listIterator(interceptors.size());
    this.head = head;
  }

  /** Asks the next interceptor, if there is one. */
  public void start() {
    if (!rest.hasPrevious()) {
      then.accept(head, content);
      return;
    }
    Interceptor next = rest.previous();
    ResponseFunction function = Objects.requireNonNull(next.response());
    Question question = new Question(head);
    new Asking<ResponseAction>(
            loop,
            events,
            next,
            action -> {
              question.end();
              act(action);
            },
            otherwise)
        .ask(() -> function.onResponse(question));
  }

  private void act(ResponseAction action) {
    if (action instanceof ResponseAction.Fail fail) {
      otherwise.accept(fail.reason());
      return;
    }
    ResponseAction.Change change = (ResponseAction.Change) action;
    Headers headers = change.headers();
    boolean newStatus = change.status() != 0;
    head =
        new ResponseHead(
            head.version(),
            newStatus ? change.status() : head.status(),
            newStatus ? change.statusText() : head.reason(),
            headers == null ? head.headers() : headers.toHeaderList(),
            head.source());
    Body body = change.body();
    if (body != null) {
      RequestBody opened;
      try {
        opened = body.open(workers);
      } catch (RuntimeException e) {
        otherwise.accept(new NetException(NetError.FAILED, "the new body cannot be opened", e));
        return;
      }
      through(
          old -> {
            old.cancel();
            return PulledBody.of(loop, opened);
          });
    }
    start();
  }

  private synchronized void through(UnaryOperator<BodyStream> operator) {
    UnaryOperator<BodyStream> before = content;
    content = before == null ? operator : stream -> operator.apply(before.apply(stream));
  }

  private BodyTap tap(TapOptions options) {
    TapFeed feed = new TapFeed(loop, options);
    taps.add(feed);
    through(stream -> new TappedBody(loop, stream, feed));
    return feed.newTap(workers);
  }

  /** The response as one interceptor sees it. */
  private final class Question implements InterceptedResponse {
    private final ResponseHead shown;
    private boolean over;

    Question(ResponseHead head) {
      this.shown = head;
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
      return subject.url();
    }

    @Override
    public String method() {
      return subject.method();
    }

    @Override
    public ResourceType resourceType() {
      return subject.resourceType();
    }

    @Override
    public int status() {
      return shown.status();
    }

    @Override
    public String statusText() {
      return shown.reason();
    }

    @Override
    public Headers headers() {
      return Headers.view(shown.headers());
    }

    @Override
    public boolean fromCache() {
      return shown.isFromCache();
    }

    @Override
    public @Nullable String ip() {
      return subject.ip();
    }

    @Override
    public synchronized BodyTap tapBody(TapOptions options) {
      Objects.requireNonNull(options, "options");
      if (over) {
        throw new IllegalStateException("the response has gone on; a body is tapped before");
      }
      return tap(options);
    }

    @Override
    public String toString() {
      return "InterceptedResponse[" + shown.status() + " " + subject.url() + "]";
    }
  }
}
