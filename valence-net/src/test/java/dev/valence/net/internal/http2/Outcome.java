package dev.valence.net.internal.http2;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what becomes of one exchange as a line of text: {@code 200 | hello | end}. Reads the
 * body at once unless told to wait; counts answers, for there must be exactly one.
 */
final class Outcome implements ExchangeListener, BodySink {
  final CountDownLatch done = new CountDownLatch(1);
  @Nullable Exchange exchange;
  @Nullable ResponseHead head;
  @Nullable BodyStream body;
  @Nullable NetException error;
  boolean untouched;
  long received;
  long uploaded;
  private final StringBuilder told = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private boolean reading = true;
  private boolean keeping = true;
  private @Nullable Runnable whenOver;
  private int answers;
  private int ends;

  /** Leaves the body unread until {@link #read}. */
  Outcome waiting() {
    reading = false;
    return this;
  }

  /** Counts bytes and forgets them. */
  Outcome forgetful() {
    keeping = false;
    return this;
  }

  Outcome then(Runnable action) {
    whenOver = action;
    return this;
  }

  void read() {
    body.subscribe(this);
  }

  /** Everything that was told so far. */
  String told() {
    flushText();
    return told.toString();
  }

  @Override
  public void onInformational(int status, HeaderList headers) {
    tell(status + (headers.isEmpty() ? "" : " " + headers.toRawList()));
  }

  @Override
  public void onUploadProgress(long sent, long total) {
    uploaded = sent;
  }

  @Override
  public void onResponse(ResponseHead newHead, BodyStream newBody) {
    answer();
    head = newHead;
    body = newBody;
    tell(Integer.toString(newHead.status()));
    if (reading) {
      newBody.subscribe(this);
    }
  }

  @Override
  public void onFailed(NetException failure, boolean wasUntouched) {
    answer();
    error = failure;
    untouched = wasUntouched;
    tell(failure.error().name() + (wasUntouched ? " untouched" : ""));
    over();
  }

  @Override
  public void onData(ByteBuf chunk) {
    received += chunk.readableBytes();
    if (keeping) {
      text.append(chunk.toString(StandardCharsets.ISO_8859_1));
    }
    chunk.release();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    end();
    flushText();
    tell("end" + (trailers.isEmpty() ? "" : " " + trailers.toRawList()));
    over();
  }

  @Override
  public void onError(NetException failure) {
    end();
    flushText();
    error = failure;
    tell(failure.error().name());
    over();
  }

  private void answer() {
    if (++answers > 1) {
      throw new AssertionError("a second answer");
    }
  }

  private void end() {
    if (++ends > 1) {
      throw new AssertionError("a second end");
    }
  }

  private void over() {
    Runnable next = whenOver;
    if (next != null) {
      next.run();
    }
    done.countDown();
  }

  private void flushText() {
    if (text.length() > 0) {
      String collected = text.toString();
      text.setLength(0);
      tell(collected);
    }
  }

  private void tell(String what) {
    told.append(told.length() == 0 ? "" : " | ").append(what);
  }
}
