package dev.valence.ipc.internal.port;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A port where it is. Guarded by the lock of its node, but for what says otherwise. */
final class PortEnd {
  enum State {
    /** Messages wait. */
    PAUSED,
    /** Messages go to the listeners. */
    STARTED,
    CLOSED,
    /** It was given away: another end has its id. */
    NEUTERED
  }

  private record Arrived(long number, Payload message, long[] ports) {}

  private final PortNode node;
  private final long id;
  private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
  private volatile State state;
  private WeakReference<@Nullable PortHandle> handle = new WeakReference<>(null);

  /** Keeps what the user has while messages may come to its listeners. */
  private @Nullable PortHandle pinned;

  private boolean otherEndGone;
  private long seen;
  private int untold;
  private long untoldBytes;

  PortEnd(PortNode node, long id, State state) {
    this.node = node;
    this.id = id;
    this.state = state;
  }

  void handle(PortHandle given) {
    handle = new WeakReference<>(given);
  }

  /** Any thread; may have changed when this returns, unless the lock is held. */
  State state() {
    return state;
  }

  boolean isOf(PortNode other) {
    return node == other;
  }

  private boolean alive() {
    return state == State.PAUSED || state == State.STARTED;
  }

  /** Any thread, without the lock. */
  void post(@Nullable Object message, List<?> transfer) {
    if (state == State.NEUTERED) {
      return;
    }
    Payload bytes = node.serialize(message);
    node.say(() -> post(bytes, transfer));
  }

  private void post(Payload message, List<?> transfer) {
    if (state == State.NEUTERED) {
      return;
    }
    PortNode.give(
        TransferList.OF_PORT.check(transfer, this, node),
        ports -> {
          if (state == State.CLOSED) {
            node.discard(ports);
          } else {
            node.uplink().message(id, message, ports);
          }
        });
  }

  /** Any thread, without the lock. */
  void start(PortHandle holder) {
    synchronized (node.lock()) {
      if (state != State.PAUSED) {
        return;
      }
      state = State.STARTED;
      pinned = holder;
      for (int i = waiting.size(); i > 0; i--) {
        node.events().execute(this::dispatch);
      }
      if (otherEndGone) {
        node.events().execute(this::dispatchEnd);
      }
    }
  }

  /** Any thread, without the lock. */
  void close(@Nullable PortHandle holder) {
    node.say(
        () -> {
          if (alive()) {
            shut();
            node.uplink().close(id);
            if (holder != null) {
              node.events().execute(holder::emitClose);
            }
          }
        });
  }

  /** The node has ended, and with it all its ports. */
  void abandon() {
    PortHandle holder = pinned == null ? handle.get() : pinned;
    shut();
    if (holder != null) {
      node.events().execute(holder::emitClose);
    }
  }

  /** As it is called when it goes elsewhere. */
  PortRef ref() {
    return state == State.CLOSED ? new PortRef(PortRef.CLOSED, 0) : new PortRef(id, seen);
  }

  /** It has gone elsewhere. */
  void release() {
    if (alive()) {
      shut();
    }
    state = State.NEUTERED;
  }

  private void shut() {
    state = State.CLOSED;
    pinned = null;
    waiting.clear();
    node.forget(id);
  }

  /** A message has come. */
  void arrive(long number, Payload message, long[] ports) {
    waiting.add(new Arrived(number, message, ports));
    if (state == State.STARTED) {
      node.events().execute(this::dispatch);
    }
  }

  /** No message will come any more. */
  void otherEndGone() {
    otherEndGone = true;
    if (state == State.STARTED || waiting.isEmpty()) {
      node.events().execute(this::dispatchEnd);
    }
  }

  /** On the event thread: one task for each message, so that ports keep the order among them. */
  private void dispatch() {
    Arrived message;
    List<MessagePortMain> ports;
    PortHandle holder;
    Runnable flush;
    synchronized (node.lock()) {
      message = state == State.STARTED ? waiting.poll() : null;
      holder = pinned;
      if (message == null || holder == null) {
        return;
      }
      seen = message.number;
      // Before the hub knows: it may answer at once with messages for them.
      ports = node.adopt(message.ports);
      tell(message);
      flush = node.uplink().flush();
    }
    flush.run();
    if (!deliver(holder, message.message, ports)) {
      ports.forEach(MessagePortMain::close);
    }
  }

  /** Tells the hub at once when ports came along, and else now and then. */
  private void tell(Arrived message) {
    untold++;
    untoldBytes += message.message.length();
    if (message.ports.length > 0 || node.isToTell(untold, untoldBytes)) {
      untold = 0;
      untoldBytes = 0;
      node.uplink().consumed(id, message.number);
    }
  }

  private boolean deliver(PortHandle holder, Payload message, List<MessagePortMain> ports) {
    Object data;
    try {
      data = StructuredClone.ofDefaults().deserializeGiven(message.buffer());
    } catch (DataCloneException e) {
      node.events().report("a message for " + holder + " that is no value, which is left out,", e);
      return false;
    }
    return holder.emit(new MessageEvent(data, ports));
  }

  private void dispatchEnd() {
    PortHandle holder;
    Runnable flush;
    synchronized (node.lock()) {
      if (!alive() || !waiting.isEmpty()) {
        return;
      }
      holder = pinned == null ? handle.get() : pinned;
      shut();
      node.uplink().close(id);
      flush = node.uplink().flush();
    }
    flush.run();
    if (holder != null) {
      holder.emitClose();
    }
  }

  @Override
  public String toString() {
    return id == PortRef.CLOSED ? "closed" : PortRegister.text(id);
  }
}
