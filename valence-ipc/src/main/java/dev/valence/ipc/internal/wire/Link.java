package dev.valence.ipc.internal.wire;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries frames over one connection, in both directions, in order. One thread reads; whoever sends
 * writes as a rule on its own thread. Sending is for any thread.
 */
public final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int READ_BYTES = 128 << 10;

  /** Asked for; the system may give less. A long message goes out with fewer turns then. */
  private static final int SOCKET_BYTES = 1 << 20;

  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final class LinkThread extends Thread {
    LinkThread(Runnable task, String name) {
      super(task, name);
    }
  }

  private record End(String reason, LinkEnd how, long until) {}

  private final SocketChannel channel;
  private final LinkLimits limits;
  private final LinkReceiver receiver;
  private final OutQueue out;
  private final Selector selector;
  private final SelectionKey key;
  private final Thread thread;
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private volatile boolean readingPaused;

  /**
   * A link over a connection, which it owns from now on.
   *
   * @param name of its thread
   * @param rest bytes that were read from the connection before, if any: to be read first
   */
  public Link(
      SocketChannel channel,
      LinkLimits limits,
      LinkReceiver receiver,
      String name,
      boolean daemon,
      ByteBuffer rest)
      throws IOException {
    this.channel = channel;
    this.limits = limits;
    this.receiver = receiver;
    this.out = new OutQueue(limits);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
    selector = channel.provider().openSelector();
    key = channel.register(selector, SelectionKey.OP_READ);
    byte[] first = new byte[rest.remaining()];
    rest.get(first);
    thread = new LinkThread(() -> run(first), name);
    thread.setDaemon(daemon);
  }

  /** What sending throws where there is no link any more. */
  public static LinkClosedException closed(String reason) {
    return new LinkClosedException(reason);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Whether the caller is the thread of any link: it must never be held up. */
  public static boolean isLinkThread() {
    return Thread.currentThread() instanceof LinkThread;
  }

  private boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  /**
   * Sends a frame.
   *
   * @param mayWait whether the caller may be held up while the other side is slow; never on a
   *     thread that others wait for
   * @throws FrameTooLargeException when the other side does not take so long a frame
   * @throws LinkClosedException when the link has ended
   */
  public void send(Frame frame, boolean mayWait) {
    refuseWhenLeaving();
    add(frame, mayWait);
    if (out.begin()) {
      write();
    }
  }

  /**
   * Puts a frame behind those that are to go out; {@link #flush} is to follow. Never waits.
   *
   * @throws FrameTooLargeException when the other side does not take so long a frame
   * @throws LinkClosedException when the link has ended
   */
  public void enqueue(Frame frame) {
    refuseWhenLeaving();
    add(frame, false);
  }

  private void refuseWhenLeaving() {
    if (leaving.get()) {
      throw new LinkClosedException(reason());
    }
  }

  /**
   * Writes what was put in the queue, unless somebody does.
   *
   * @param mayWait whether the caller may be held up while the other side is slow
   */
  public void flush(boolean mayWait) {
    if (out.begin()) {
      write();
    }
    if (mayWait) {
      out.awaitRoom();
    }
  }

  private void add(Frame frame, boolean mayWait) {
    Encoded encoded = FrameWriter.write(frame, limits.maxFrameOut());
    switch (out.add(encoded, mayWait)) {
      case ADDED -> {}
      case TOO_MUCH -> {
        String reason =
            "more than " + limits.breakAbove() + " bytes wait for the other side to read them";
        close(reason);
        throw new LinkClosedException(reason);
      }
      case CLOSED -> throw new LinkClosedException(reason());
    }
  }

  /** The longest frame that the other side takes, in bytes. */
  public int maxFrameOut() {
    return limits.maxFrameOut();
  }

  /** Whether the link has ended, or is about to. */
  public boolean isClosed() {
    return end.get() != null;
  }

  /** Why it has ended. */
  private String reason() {
    End known = end.get();
    return known == null ? "the link is closed" : known.reason;
  }

  /** Reads nothing more until {@link #resumeReading}: the other side is held up. */
  public void pauseReading() {
    readingPaused = true;
    if (!isCurrent()) {
      selector.wakeup();
    }
  }

  /** Whether nothing is read for now. */
  public boolean isReadingPaused() {
    return readingPaused;
  }

  /** Reads again. */
  public void resumeReading() {
    if (!readingPaused) {
      return;
    }
    readingPaused = false;
    if (!isCurrent()) {
      selector.wakeup();
    }
  }

  /** Sends a last frame, and ends the link when what waits is written, after 2 s at the most. */
  public void finish(Frame last, String reason) {
    if (!leaving.compareAndSet(false, true)) {
      return;
    }
    try {
      add(last, false);
      flush(false);
    } catch (LinkClosedException e) {
      return;
    }
    end(new End(reason, LinkEnd.OWN, System.nanoTime() + FAREWELL_NANOS));
  }

  /** Ends the link at once, for a fault. */
  public void close(String reason) {
    end(new End(reason, LinkEnd.FAULT, System.nanoTime()));
  }

  /** Waits until the link has ended and its receiver knows, for so long at the most. */
  public void awaitEnd(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
  }

  private void gone(String reason) {
    end(new End(reason, LinkEnd.PEER, System.nanoTime()));
  }

  private void end(End how) {
    if (end.compareAndSet(null, how)) {
      selector.wakeup();
    }
  }

  private void write() {
    try {
      boolean allWritten = out.write(channel);
      if (!allWritten || end.get() != null) {
        selector.wakeup();
      }
    } catch (IOException e) {
      // What the other side sent before it went is still read; then its end is seen there.
      out.close();
      LOG.debug("writing to a link failed", e);
    }
  }

  private void run(byte[] first) {
    ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    FrameAssembler frames = new FrameAssembler(limits.maxFrameIn(), receiver::frame);
    try {
      in.put(first);
      frames.read(in);
      receiver.pause();
      while (isOpen()) {
        key.interestOps(interest());
        int ready = select() == 0 ? 0 : key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0 && out.resume()) {
          write();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && !readingPaused && end.get() == null) {
          readAll(in, frames);
        }
      }
    } catch (IOException | ClosedSelectorException e) {
      gone("the connection failed: " + e.getMessage());
    } catch (MalformedFrameException e) {
      close("the other side broke the protocol: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      close(String.valueOf(e.getMessage()));
      LOG.debug("a link ends", e);
    } finally {
      release();
    }
  }

  private boolean isOpen() {
    End known = end.get();
    return known == null || (!out.isEmpty() && known.until - System.nanoTime() > 0);
  }

  private int interest() {
    int read = readingPaused || end.get() != null ? 0 : SelectionKey.OP_READ;
    return out.isStalled() ? read | SelectionKey.OP_WRITE : read;
  }

  private int select() throws IOException {
    End known = end.get();
    int count;
    if (known == null) {
      count = selector.select();
    } else {
      long left = TimeUnit.NANOSECONDS.toMillis(known.until - System.nanoTime());
      count = selector.select(Math.max(1, left));
    }
    selector.selectedKeys().clear();
    return count;
  }

  /** Reads while the buffer gets full; less means that nothing more is there. */
  private void readAll(ByteBuffer in, FrameAssembler frames) throws IOException {
    boolean full;
    do {
      int room = in.remaining();
      int count = channel.read(in);
      if (count < 0) {
        boolean whole = frames.atBoundary(in);
        gone(whole ? "the other side has gone" : "the other side broke off within a frame");
        break;
      }
      full = count == room;
      frames.read(in);
    } while (full && !readingPaused && end.get() == null);
    receiver.pause();
  }

  private void release() {
    out.close();
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a link failed", e);
    }
    End how = end.get();
    try {
      receiver.closed(reason(), how == null ? LinkEnd.FAULT : how.how);
    } catch (RuntimeException | Error e) {
      LOG.error("the end of a link was not taken", e);
    }
  }
}
