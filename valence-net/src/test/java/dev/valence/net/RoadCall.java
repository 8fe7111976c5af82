package dev.valence.net;

import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One request of a {@link RoadClient} and all that is heard of it. Reads the body at once unless
 * told otherwise before the start. A call that breaks the rules of {@link NetworkDelegate} or
 * {@link BodySink} fails whoever waits.
 */
public final class RoadCall implements NetworkDelegate, BodySink {
  private static final int WAIT_SECONDS = 20;

  private final CompletableFuture<ResponseHead> head = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> informational = new CopyOnWriteArrayList<>();
  private final List<RedirectStep> redirects = new CopyOnWriteArrayList<>();
  private final List<Long> progress = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile NetworkContext context;
  private volatile NetworkCall call;
  private volatile BodyStream body;
  private volatile List<Url> urls = List.of();
  private volatile HeaderList trailers = new HeaderList();
  private volatile long received;

  private BiConsumer<RedirectStep, RedirectDecision> redirectHabit =
      (step, decision) -> decision.follow();
  private Consumer<RoadCall> responseHabit = call -> call.body.subscribe(call);
  private Consumer<RoadCall> dataHabit = call -> {};
  private Consumer<Integer> informationalHabit = status -> {};
  private boolean keepsBytes = true;

  /** Answers redirects this way instead of following them. */
  public RoadCall onRedirect(BiConsumer<RedirectStep, RedirectDecision> habit) {
    redirectHabit = habit;
    return this;
  }

  /** Does this with the head instead of reading the body. */
  public RoadCall onHead(Consumer<RoadCall> habit) {
    responseHabit = habit;
    return this;
  }

  /** Does this after each piece of the body. */
  public RoadCall onPiece(Consumer<RoadCall> habit) {
    dataHabit = habit;
    return this;
  }

  /** Does this with each interim response. */
  public RoadCall onInterim(Consumer<Integer> habit) {
    informationalHabit = habit;
    return this;
  }

  /** Counts the bytes only. */
  public RoadCall countOnly() {
    keepsBytes = false;
    return this;
  }

  void started(NetworkContext inContext, NetworkCall startedCall) {
    context = inContext;
    call = startedCall;
  }

  /** Gives the request up with ERR_ABORTED. */
  public void cancel() {
    call.cancel(new NetException(NetError.ABORTED));
  }

  public BodyStream body() {
    return body;
  }

  /** Does this with the body on the network thread. */
  public void onLoop(Consumer<BodyStream> action) {
    join(context.loop().submit(() -> action.accept(body)));
  }

  /** Waits for the head of the final response. */
  public ResponseHead head() {
    return join(head);
  }

  /** Waits for the whole response and gives its head. */
  public ResponseHead response() {
    join(done);
    assertRulesKept();
    return join(head);
  }

  public int status() {
    return response().status();
  }

  /** Waits for the whole response and gives its body as ISO 8859-1. */
  public String text() {
    response();
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Waits for the whole response and gives its body. */
  public byte[] bytes() {
    response();
    return bytes.toByteArray();
  }

  /** The body so far, as ISO 8859-1. */
  public String textSoFar() {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** The bytes of the body so far. */
  public long received() {
    return received;
  }

  /** Waits for the whole response and gives its trailers. */
  public HeaderList trailers() {
    response();
    return trailers;
  }

  /** The URLs visited; after the head. */
  public List<String> urls() {
    return urls.stream().map(Url::href).toList();
  }

  public List<RedirectStep> redirects() {
    return redirects;
  }

  public List<Integer> informational() {
    return informational;
  }

  /** What was told of the upload, in order. */
  public List<Long> progress() {
    return progress;
  }

  /** Waits for the failure that ends the request, before or after its head. */
  public NetException failure() {
    try {
      done.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertRulesKept();
      return (NetException) e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the request did not fail within " + WAIT_SECONDS + " s", e);
    }
    throw new AssertionError(
        "the request did not fail: " + join(head).status() + " " + textSoFar());
  }

  /** Waits for the failure and gives its error. */
  public NetError error() {
    return failure().error();
  }

  /** Whether a head came; to be asked after the end. */
  public boolean hadHead() {
    return head.isDone() && !head.isCompletedExceptionally();
  }

  /** Whether response or failure is complete. */
  public boolean isOver() {
    return done.isDone();
  }

  /** Completes with the head, or the failure instead of it. */
  public CompletableFuture<Void> whenAnswered() {
    return head.handle((result, failure) -> null);
  }

  /** Completes at the end, whatever it is. */
  public CompletableFuture<Void> whenOver() {
    return done.handle((result, failure) -> null);
  }

  @Override
  public void onInformational(int status, HeaderList headers) {
    check(!head.isDone(), "interim response after the head");
    informational.add(status);
    informationalHabit.accept(status);
  }

  @Override
  public void onUploadProgress(long sent, long total) {
    progress.add(sent);
  }

  @Override
  public void onRedirect(RedirectStep step, RedirectDecision decision) {
    check(!head.isDone(), "redirect after the head");
    redirects.add(step);
    redirectHabit.accept(step, decision);
  }

  @Override
  public void onResponse(ResponseHead responseHead, List<Url> visited, BodyStream stream) {
    check(!head.isDone(), "response after the end");
    urls = visited;
    body = stream;
    head.complete(responseHead);
    responseHabit.accept(this);
  }

  @Override
  public void onFailed(NetException error) {
    check(!head.isDone(), "failure after the end");
    head.completeExceptionally(error);
    done.completeExceptionally(error);
  }

  @Override
  public void onData(ByteBuf chunk) {
    check(!done.isDone(), "data after the end");
    received += chunk.readableBytes();
    if (keepsBytes) {
      byte[] piece = new byte[chunk.readableBytes()];
      chunk.readBytes(piece);
      bytes.writeBytes(piece);
    }
    chunk.release();
    dataHabit.accept(this);
  }

  @Override
  public void onEnd(HeaderList endTrailers) {
    check(!done.isDone(), "a second end");
    trailers = endTrailers;
    done.complete(null);
  }

  @Override
  public void onError(NetException error) {
    check(!done.isDone(), "a failure after the end");
    done.completeExceptionally(error);
  }

  private void check(boolean kept, String otherwise) {
    if (!kept) {
      violations.add(otherwise);
    }
    if (context != null && !context.loop().inEventLoop()) {
      violations.add("not on the network thread");
    }
  }

  private void assertRulesKept() {
    if (!violations.isEmpty()) {
      throw new AssertionError("broken rules: " + violations);
    }
  }

  static <T> T join(Future<T> future) {
    try {
      return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the request failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing came within " + WAIT_SECONDS + " s", e);
    }
  }
}
