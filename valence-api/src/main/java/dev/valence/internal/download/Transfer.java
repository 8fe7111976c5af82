package dev.valence.internal.download;

import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.rules.RateLimit;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyFailure;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request of a download, and its body on the way to the disk. The network is held back while
 * the disk, a pause or a limit holds the writing back.
 */
final class Transfer implements NetworkDelegate {
  /** What a transfer tells; called on a thread of the network or of the pool, must not block. */
  interface Owner {
    void onHead(Transfer transfer, ResponseHead head, List<Url> urls);

    /** No head came, or the body broke off. */
    void onNetworkFailure(Transfer transfer, NetException failure);

    void onDiskFailure(Transfer transfer, IOException failure);

    /** Bytes are on the disk. */
    void onBytes(int count);

    /** The body has ended, or the portion is full. */
    void onEnd(Transfer transfer, HeaderList trailers);

    boolean isPaused();

    /** The limits that count, besides each other. */
    List<RateLimit> limits();
  }

  private static final HeaderList NO_TRAILERS = new HeaderList(1);

  private final Owner owner;
  private final NetworkContext context;
  private final Executor threads;
  private final boolean ranged;
  private volatile Portion portion;
  private final Runnable pump = this::pump;
  private final Runnable wake = this::schedule;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable NetworkCall call;
  private volatile @Nullable BodyBuffer body;
  private volatile @Nullable PartFile file;
  private volatile boolean stopped;

  // Confined to the pump.
  private @Nullable ByteBuf piece;
  private long bodyEnd = -1;

  /**
   * A transfer.
   *
   * @param portion what it brings
   * @param ranged whether it asks for a range
   */
  Transfer(Owner owner, NetworkContext context, Executor threads, Portion portion, boolean ranged) {
    this.owner = owner;
    this.context = context;
    this.threads = threads;
    this.portion = portion;
    this.ranged = ranged;
  }

  Portion portion() {
    return portion;
  }

  /** Brings another portion; only before {@link #writeTo}. */
  void portion(Portion other) {
    portion = other;
  }

  /** Brings more than its portion was; says false where it has ended already. */
  synchronized boolean goOnTo(long end) {
    if (stopped) {
      return false;
    }
    portion.end(end);
    return true;
  }

  boolean isRanged() {
    return ranged;
  }

  void start(NetworkRequest request) {
    try {
      call = context.start(request, this);
    } catch (RejectedExecutionException e) {
      owner.onNetworkFailure(this, new NetException(NetError.CONTEXT_SHUT_DOWN, e));
    }
  }

  @Override
  public void onResponse(ResponseHead head, List<Url> urls, BodyStream stream) {
    BodyBuffer buffer = new BodyBuffer(context.loop(), stream);
    buffer.claim();
    body = buffer;
    stream.subscribe(buffer);
    if (stopped) {
      stop();
    } else {
      owner.onHead(this, head, urls);
    }
  }

  @Override
  public void onFailed(NetException error) {
    if (!stopped) {
      owner.onNetworkFailure(this, error);
    }
  }

  /**
   * Begins to write.
   *
   * @param end the byte of the file after the body's last; -1 where it is not known
   */
  void writeTo(PartFile part, long end) {
    bodyEnd = end;
    file = part;
    schedule();
  }

  /** Ends it; whoever owns it hears nothing more. */
  void stop() {
    stopped = true;
    NetException reason = new NetException(NetError.ABORTED, "the download was stopped", null);
    NetworkCall running = call;
    if (running != null) {
      running.cancel(reason);
    }
    BodyBuffer arriving = body;
    if (arriving != null) {
      arriving.cancel(reason);
    }
    schedule();
  }

  /** There may be something to do: bytes came, a pause or a wait is over. */
  void schedule() {
    if (asked.getAndIncrement() == 0) {
      threads.execute(pump);
    }
  }

  private void pump() {
    int seen = 1;
    do {
      try {
        drain();
      } catch (BodyFailure e) {
        fail(e.reason());
      } catch (IOException e) {
        if (!stopped) {
          owner.onDiskFailure(this, e);
          stop();
        }
      }
      if (stopped) {
        releasePiece();
      }
      seen = asked.addAndGet(-seen);
    } while (seen > 0);
  }

  private void fail(Throwable reason) {
    if (!stopped) {
      owner.onNetworkFailure(
          this,
          reason instanceof NetException net ? net : new NetException(NetError.FAILED, reason));
    }
  }

  private void drain() throws BodyFailure, IOException {
    PartFile to = file;
    BodyBuffer from = body;
    if (to == null || from == null) {
      return;
    }
    while (!stopped && !owner.isPaused() && !mustWait()) {
      ByteBuf next = piece;
      if (next == null) {
        next = from.poll(wake);
        if (next == null) {
          return;
        }
        if (next == BodyBuffer.END) {
          end(from.trailers());
          return;
        }
        piece = next;
      }
      if (!write(next, to)) {
        return;
      }
    }
  }

  /** Says false when the portion is full and the body is not wanted any more. */
  private boolean write(ByteBuf from, PartFile to) throws IOException {
    Portion into = portion;
    long end = into.end();
    int most = from.readableBytes();
    for (RateLimit limit : owner.limits()) {
      most = Math.min(most, limit.piece());
    }
    if (end >= 0) {
      most = (int) Math.min(most, end - into.position());
    }
    if (most > 0) {
      write(from, most, to, into.position());
      into.add(most);
      long now = System.nanoTime();
      for (RateLimit limit : owner.limits()) {
        limit.taken(most, now);
      }
      owner.onBytes(most);
    }
    boolean more = from.isReadable();
    if (!more) {
      releasePiece();
    }
    if (endWithPortion(into, more)) {
      owner.onEnd(this, NO_TRAILERS);
      stop();
      return false;
    }
    return true;
  }

  /** A body that ends with its portion is read to its end: its connection serves others then. */
  private synchronized boolean endWithPortion(Portion into, boolean more) {
    if (stopped || !into.isDone() || !(more || bodyEnd != into.end())) {
      return false;
    }
    stopped = true;
    return true;
  }

  private static void write(ByteBuf from, int count, PartFile to, long start) throws IOException {
    long position = start;
    if (from.nioBufferCount() == 1) {
      to.write(from.nioBuffer(from.readerIndex(), count), position);
    } else {
      for (ByteBuffer part : from.nioBuffers(from.readerIndex(), count)) {
        int bytes = part.remaining();
        to.write(part, position);
        position += bytes;
      }
    }
    from.skipBytes(count);
  }

  private void end(HeaderList trailers) {
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
    }
    owner.onEnd(this, trailers);
  }

  private boolean mustWait() {
    long now = System.nanoTime();
    long wait = 0;
    for (RateLimit limit : owner.limits()) {
      wait = Math.max(wait, limit.waitNanos(now));
    }
    if (wait <= 0) {
      return false;
    }
    try {
      var unused = context.loop().schedule(wake, wait, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      // The network has ended, and the body with it.
      return false;
    }
    return true;
  }

  private void releasePiece() {
    ByteBuf held = piece;
    piece = null;
    if (held != null) {
      held.release();
    }
  }
}
