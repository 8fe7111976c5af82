package dev.valence.ipc.internal.port;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ports of the main process and the roads between all processes: a {@link PortRouter} and the
 * main process's own {@link PortNode} under one lock.
 *
 * <p>For any number of threads. What a renderer says comes in by the methods that take its number,
 * in the order of its line; a {@link PortViolation} of one of them is a reason to cut that line.
 */
public final class PortHub {
  /** The number of the main process. */
  public static final int MAIN = 0;

  private final Object lock = new Object();
  private final PortRouter router;
  private final PortNode main;

  public PortHub(EventThread events, PortLimits limits) {
    router = new PortRouter(limits);
    main = new PortNode(MAIN, lock, new OwnUplink(), events, limits);
    router.attach(MAIN, main);
  }

  /** The main process's own ports. */
  public PortNode main() {
    return main;
  }

  /** A renderer is there; numbers are from 1 and never used again. */
  public void attach(int renderer, PortDownlink downlink) {
    synchronized (lock) {
      router.attach(renderer, downlink);
    }
  }

  /** A renderer's line has ended: its ports are closed. */
  public void detach(int renderer) {
    say(() -> router.detach(renderer));
  }

  /** A renderer has made a channel. */
  public void open(int renderer, long port1, long port2) {
    synchronized (lock) {
      router.open(renderer, port1, port2);
    }
  }

  /** A renderer has posted on a port. */
  public void message(int renderer, long from, Payload message, List<PortRef> ports) {
    say(() -> router.message(renderer, from, message, ports));
  }

  /** Listeners in a renderer have seen the messages of a port up to this one. */
  public void consumed(int renderer, long port, long number) {
    say(() -> router.consumed(renderer, port, number));
  }

  /** A renderer lets go of a port. */
  public void close(int renderer, long port) {
    say(() -> router.close(renderer, port));
  }

  /**
   * Gives ports of the main process to a renderer, with a message on a channel.
   *
   * @param ports of the user's call
   * @param send queues the message with the ids of the ports; called under the lock, and not when
   *     the renderer has ended, which closes the ports
   * @throws IllegalArgumentException with Electron's texts, when one cannot travel
   */
  public void post(@Nullable List<?> ports, int renderer, Consumer<long[]> send) {
    main.transfer(
        ports, moved -> router.move(MAIN, moved, renderer, () -> send.accept(ids(moved))));
  }

  /**
   * Takes ports that a renderer sent with a message on a channel.
   *
   * @param take gets them under the lock: hands them to the event thread
   */
  public void take(int renderer, List<PortRef> ports, Consumer<List<MessagePortMain>> take) {
    say(() -> router.move(renderer, ports, MAIN, () -> take.accept(main.adopt(ids(ports)))));
  }

  /** Ends the ports of the main process; renderers hear that theirs are closed. */
  public void shutdown() {
    say(
        () -> {
          router.clear(MAIN);
          main.shutdown();
        });
  }

  /** How many ports there are, wherever they are. */
  public int portCount() {
    synchronized (lock) {
      return router.portCount();
    }
  }

  /** What waits in all processes' channels, in bytes. */
  public long queuedBytes() {
    synchronized (lock) {
      return router.queuedBytes();
    }
  }

  /** Whoever said something sends what follows of it, and nothing else: it may have to wait. */
  private void say(Runnable word) {
    Runnable flush;
    synchronized (lock) {
      word.run();
      flush = router.flush();
    }
    flush.run();
  }

  private static long[] ids(List<PortRef> moved) {
    return moved.stream().mapToLong(PortRef::id).toArray();
  }

  /** The main process tells its own hub. */
  private final class OwnUplink implements PortUplink {
    @Override
    public void open(long port1, long port2) {
      router.open(MAIN, port1, port2);
    }

    @Override
    public void message(long from, Payload message, List<PortRef> ports) {
      router.message(MAIN, from, message, ports);
    }

    @Override
    public void consumed(long port, long number) {
      router.consumed(MAIN, port, number);
    }

    @Override
    public void close(long port) {
      router.close(MAIN, port);
    }

    @Override
    public Runnable flush() {
      return router.flush();
    }
  }
}
