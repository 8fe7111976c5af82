package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes what a publisher has: requests as many items as the reader asks for chunks. */
final class PublisherOutlet extends Outlet implements Flow.Subscriber<Object> {
  /** Longer buffers are posted in pieces of this many bytes. */
  private static final int MOST_CHUNK_BYTES = 1 << 20;

  private Flow.@Nullable Subscription subscription;
  private long requestedBefore;
  private boolean abandoned;

  PublisherOutlet(MessagePortMain port) {
    super(port);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    long waiting;
    boolean unwanted;
    synchronized (this) {
      unwanted = subscription != null || abandoned;
      if (!unwanted) {
        subscription = given;
      }
      waiting = requestedBefore;
      requestedBefore = 0;
    }
    if (unwanted) {
      given.cancel();
    } else if (waiting > 0) {
      given.request(waiting);
    }
  }

  @Override
  void pulled(int chunks) {
    Flow.Subscription source;
    synchronized (this) {
      source = subscription;
      if (source == null) {
        requestedBefore += chunks;
        return;
      }
    }
    source.request(chunks);
  }

  @Override
  void abandon(IOException reason) {
    Flow.Subscription source;
    synchronized (this) {
      abandoned = true;
      source = subscription;
    }
    if (source != null) {
      source.cancel();
    }
  }

  @Override
  public void onNext(Object item) {
    takeCredit();
    try {
      if (item instanceof ByteBuffer buffer && buffer.remaining() > MOST_CHUNK_BYTES) {
        ByteBuffer rest = buffer.duplicate();
        while (rest.hasRemaining()) {
          int size = Math.min(MOST_CHUNK_BYTES, rest.remaining());
          chunk(rest.slice(rest.position(), size));
          rest.position(rest.position() + size);
        }
      } else {
        chunk(item);
      }
    } catch (RuntimeException e) {
      fail(e);
      abandon(new IOException(e));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    fail(thrown);
  }

  @Override
  public void onComplete() {
    close();
  }
}
