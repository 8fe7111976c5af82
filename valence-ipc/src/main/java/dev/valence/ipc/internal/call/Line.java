package dev.valence.ipc.internal.call;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.internal.wire.LinkLimits;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.ArrayDeque;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The way to another process, there from the beginning: what is sent before the link is there waits
 * for it. Who sends may be held up while the other side is slow, but not the event thread, and no
 * thread of a link. For any thread.
 */
public final class Line implements FrameSink {
  /** So many frames may wait for the link. */
  private static final int MOST_EARLY = 65_536;

  private final EventThread events;
  private final ArrayDeque<Frame> early = new ArrayDeque<>();
  private volatile @Nullable Link link;
  private boolean over;

  /** A line without a link. */
  public Line(EventThread events) {
    this.events = events;
  }

  /** The link is there. */
  public void open(Link opened, @Nullable Frame first) {
    synchronized (this) {
      if (over) {
        opened.close("the line has ended");
        return;
      }
      if (first != null) {
        opened.enqueue(first);
      }
      early.forEach(opened::enqueue);
      early.clear();
      link = opened;
    }
    opened.flush(false);
  }

  /** There will be no link. */
  public synchronized void end() {
    over = true;
    early.clear();
  }

  /** The link; null where there is none yet. */
  public @Nullable Link link() {
    return link;
  }

  @Override
  public void send(Frame frame) {
    Link open = link;
    if (open == null) {
      checkRoom();
      wait(frame);
    } else {
      open.send(frame, mayWait() && !(frame instanceof Frame.Cancel));
    }
  }

  /**
   * Checks a message before the ports that go with it are given away.
   *
   * @throws dev.valence.ipc.internal.wire.FrameTooLargeException when it is too long
   * @throws IllegalStateException when too many wait for the process to connect
   */
  public void checkPost(String channel, Payload message, int ports) {
    PortRef any = new PortRef(PortRef.CLOSED, 0);
    check(new Frame.Post(channel, Collections.nCopies(ports, any), message));
    checkRoom();
  }

  private void checkRoom() {
    synchronized (this) {
      if (link == null && early.size() >= MOST_EARLY) {
        throw new IllegalStateException(
            MOST_EARLY + " messages wait for the process to connect already");
      }
    }
  }

  private void check(Frame frame) {
    Link open = link;
    FrameCodec.check(frame, open == null ? LinkLimits.DEFAULT.maxFrameOut() : open.maxFrameOut());
  }

  /**
   * Puts a frame in the queue without waiting; {@link #flush} is to follow. Always takes what ports
   * have to tell: their windows bound it.
   */
  public void enqueue(Frame frame) {
    Link open = link;
    if (open == null) {
      wait(frame);
    } else {
      open.enqueue(frame);
    }
  }

  /** Writes what is in the queue. */
  public void flush() {
    Link open = link;
    if (open != null) {
      open.flush(mayWait());
    }
  }

  private boolean mayWait() {
    return !Link.isLinkThread() && !events.isCurrent();
  }

  private void wait(Frame frame) {
    check(frame);
    synchronized (this) {
      Link open = link;
      if (open == null) {
        if (over) {
          throw Link.closed("the line has ended");
        }
        early.add(frame);
        return;
      }
    }
    send(frame);
  }
}
