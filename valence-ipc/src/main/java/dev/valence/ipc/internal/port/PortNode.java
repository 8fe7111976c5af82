package dev.valence.ipc.internal.port;

import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ports that one process holds. What the hub says comes in by {@link PortDownlink}, in the
 * order in which it was said; what it is told goes out by a {@link PortUplink}.
 *
 * <p>For any number of threads: all is guarded by one lock, which is the hub's where the hub is in
 * the same process. Code of the user never runs under it.
 */
public final class PortNode implements PortDownlink {
  private record Channel(MessagePortMain port1, MessagePortMain port2)
      implements MessageChannelMain {}

  private static final Cleaner CLEANER = Cleaner.create();

  /** So much of what was seen is told at once, by a process that is not the hub's. */
  private static final long TELL_BYTES = 16 << 10;

  private final int number;
  private final Object lock;
  private final PortUplink uplink;
  private final EventThread events;
  private final PortLimits limits;
  private final Map<Long, PortEnd> ends = new HashMap<>();
  private int opened;
  private boolean over;

  /**
   * The ports of a process.
   *
   * @param number of the process, 0 for the hub's own
   * @param lock guards the ports, and the calls of the uplink
   */
  public PortNode(
      int number, Object lock, PortUplink uplink, EventThread events, PortLimits limits) {
    this.number = number;
    this.lock = lock;
    this.uplink = uplink;
    this.events = events;
    this.limits = limits;
  }

  /**
   * A new channel, both ends here.
   *
   * @throws IllegalStateException when the process has too many ports, or its IPC has ended
   */
  public MessageChannelMain channel() {
    Channel channel;
    Runnable flush;
    synchronized (lock) {
      if (over) {
        throw new IllegalStateException("The IPC of this process has ended: no channel is made");
      }
      if (ends.size() + 2 > limits.portsHeld()) {
        throw new IllegalStateException(
            "This process holds " + ends.size() + " message ports already: close some");
      }
      long port1 = nextId();
      long port2 = nextId();
      uplink.open(port1, port2);
      channel = new Channel(arrived(port1), arrived(port2));
      flush = uplink.flush();
    }
    flush.run();
    return channel;
  }

  /**
   * The ports that came with something. They get messages from now on, so that it is to be called
   * before anything that came later is looked at. Who has no use for them closes them.
   */
  public List<MessagePortMain> adopt(long[] ids) {
    if (ids.length == 0) {
      return List.of();
    }
    List<MessagePortMain> ports = new ArrayList<>();
    synchronized (lock) {
      for (long id : ids) {
        ports.add(id == PortRef.CLOSED || over ? closed() : arrived(id));
      }
    }
    return ports;
  }

  /**
   * Gives ports away with a message on a channel, or none of them.
   *
   * @param send queues the message; called under the lock. When it throws, no port was given away
   * @throws IllegalArgumentException with Electron's texts, when one cannot travel
   */
  public void transfer(@Nullable List<?> ports, Consumer<List<PortRef>> send) {
    say(() -> give(TransferList.OF_CHANNEL.check(ports, null, this), send));
  }

  @Override
  public void message(long port, long messageNumber, Payload message, long[] ports) {
    synchronized (lock) {
      PortEnd end = ends.get(port);
      if (end != null) {
        end.arrive(messageNumber, message, ports);
      }
    }
  }

  @Override
  public void closed(long port) {
    synchronized (lock) {
      PortEnd end = ends.get(port);
      if (end != null) {
        end.otherEndGone();
      }
    }
  }

  /** What comes in needs no flush. */
  @Override
  public void flush() {}

  /** The line to the hub is gone: all ports are closed, and nobody is told but their listeners. */
  public void shutdown() {
    synchronized (lock) {
      over = true;
      List.copyOf(ends.values()).forEach(PortEnd::abandon);
    }
  }

  /** How many ports are here. */
  public int portCount() {
    synchronized (lock) {
      return ends.size();
    }
  }

  Object lock() {
    return lock;
  }

  /** Does something under the lock, and then sends what it has queued. */
  void say(Runnable words) {
    Runnable flush;
    synchronized (lock) {
      words.run();
      flush = uplink.flush();
    }
    flush.run();
  }

  PortUplink uplink() {
    return uplink;
  }

  EventThread events() {
    return events;
  }

  PortLimits limits() {
    return limits;
  }

  /**
   * The bytes of a message.
   *
   * @throws IllegalArgumentException when they are too many
   */
  Payload serialize(@Nullable Object message) {
    byte[] bytes = StructuredClone.ofDefaults().serialize(message);
    if (bytes.length > limits.messageBytes()) {
      throw new IllegalArgumentException(
          "A message of "
              + bytes.length
              + " bytes; a port takes at most "
              + limits.messageBytes()
              + ": send it in pieces");
    }
    return Payload.of(bytes);
  }

  /** Whether it is time to tell what was seen: at the hub always, elsewhere now and then. */
  boolean isToTell(int messages, long bytes) {
    return number == 0 || messages >= limits.windowMessages() / 4 || bytes >= TELL_BYTES;
  }

  void forget(long id) {
    ends.remove(id);
  }

  /** Sends ports away; they are here until that has worked. */
  static void give(List<PortEnd> ends, Consumer<List<PortRef>> send) {
    send.accept(ends.isEmpty() ? List.of() : ends.stream().map(PortEnd::ref).toList());
    ends.forEach(PortEnd::release);
  }

  /** Closes ports that are sent to nobody. */
  void discard(List<PortRef> ports) {
    for (PortRef port : ports) {
      if (port.id() != PortRef.CLOSED) {
        uplink.close(port.id());
      }
    }
  }

  private long nextId() {
    return (long) number << 32 | Integer.toUnsignedLong(++opened);
  }

  private MessagePortMain arrived(long id) {
    PortEnd end = new PortEnd(this, id, PortEnd.State.PAUSED);
    ends.put(id, end);
    PortHandle handle = handle(end);
    // On the event thread, which is never held up by a slow line.
    CLEANER.register(handle, () -> events.execute(() -> end.close(null)));
    return handle;
  }

  private MessagePortMain closed() {
    PortHandle handle = handle(new PortEnd(this, PortRef.CLOSED, PortEnd.State.CLOSED));
    events.execute(handle::emitClose);
    return handle;
  }

  private PortHandle handle(PortEnd end) {
    PortHandle handle =
        new PortHandle(
            end,
            new Listeners(
                events, "MessagePortMain", MessagePortMain.MESSAGE, MessagePortMain.CLOSE));
    end.handle(handle);
    return handle;
  }
}
