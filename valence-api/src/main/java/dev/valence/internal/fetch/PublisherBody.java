package dev.valence.internal.fetch;

import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A request body from a publisher. Its code runs on worker threads; one buffer is asked for at a
 * time.
 */
public final class PublisherBody implements RequestBody {
  private final Flow.Publisher<ByteBuffer> publisher;
  private final long length;
  private final Executor workers;

  public PublisherBody(Flow.Publisher<ByteBuffer> publisher, long length, Executor workers) {
    this.publisher = publisher;
    this.length = length;
    this.workers = workers;
  }

  @Override
  public long length() {
    return length;
  }

  /** A publisher that takes one subscriber only tells the second one so. */
  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public UploadReader open() {
    return new Reader();
  }

  /** One subscription. Guarded by itself; foreign code is called outside the lock. */
  private final class Reader implements UploadReader, Flow.Subscriber<ByteBuffer> {
    private Flow.@Nullable Subscription subscription;
    private @Nullable ByteBuf rest;
    private @Nullable Sink waiting;
    private int wanted;
    private boolean subscribed;
    private boolean ended;
    private @Nullable Throwable failure;
    private boolean closed;

    @Override
    public void read(int maxBytes, Sink sink) {
      boolean first;
      synchronized (this) {
        waiting = sink;
        wanted = maxBytes;
        first = !subscribed;
        subscribed = true;
      }
      if (first) {
        workers.execute(this::subscribe);
      } else if (!answer()) {
        workers.execute(this::requestOne);
      }
    }

    private void subscribe() {
      try {
        publisher.subscribe(this);
      } catch (RuntimeException | Error e) {
        onError(e);
      }
    }

    private void requestOne() {
      Flow.Subscription asked;
      synchronized (this) {
        asked = waiting == null || ended || failure != null ? null : subscription;
      }
      if (asked != null) {
        asked.request(1);
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      boolean refuse;
      synchronized (this) {
        refuse = closed || subscription != null;
        if (!refuse) {
          subscription = given;
        }
      }
      if (refuse) {
        given.cancel();
      } else {
        given.request(1);
      }
    }

    @Override
    public void onNext(ByteBuffer item) {
      byte[] copy = new byte[item.remaining()];
      item.get(copy);
      synchronized (this) {
        if (closed) {
          return;
        }
        rest =
            rest == null
                ? Unpooled.wrappedBuffer(copy)
                : Unpooled.wrappedBuffer(rest, Unpooled.wrappedBuffer(copy));
      }
      if (!answer()) {
        requestOne();
      }
    }

    @Override
    public void onComplete() {
      synchronized (this) {
        ended = true;
      }
      answer();
    }

    @Override
    public void onError(Throwable throwable) {
      synchronized (this) {
        failure = throwable;
      }
      answer();
    }

    /** Answers the read that waits, if there is something to answer. */
    private boolean answer() {
      Sink to;
      ByteBuf piece = null;
      Throwable broken;
      synchronized (this) {
        to = waiting;
        if (to == null) {
          return true;
        }
        broken = failure;
        if (rest != null && rest.isReadable()) {
          piece = rest.readRetainedSlice(Math.min(wanted, rest.readableBytes()));
        } else if (!ended && broken == null) {
          return false;
        }
        if (rest != null && !rest.isReadable()) {
          rest.release();
          rest = null;
        }
        waiting = null;
      }
      if (piece != null) {
        to.onPiece(piece);
      } else if (broken != null) {
        to.onError(broken);
      } else {
        to.onEnd(new HeaderList(1));
      }
      return true;
    }

    @Override
    public void close() {
      Flow.Subscription over;
      synchronized (this) {
        closed = true;
        over = ended || failure != null ? null : subscription;
        if (rest != null) {
          rest.release();
          rest = null;
        }
      }
      if (over != null) {
        workers.execute(over::cancel);
      }
    }
  }
}
