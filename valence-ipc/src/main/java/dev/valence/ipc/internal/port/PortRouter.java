package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.port.RoutedPort.Parcel;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every port of every process is, and what waits for it.
 *
 * <p>Every message of every channel comes here and is kept until the listeners of its port have
 * seen it. So a port may move at any time: the process that gives it away says what it has seen,
 * and the rest is sent again to where the port goes. A port that lies in a message belongs to that
 * message until the message has been seen; then it is where the message was.
 *
 * <p>The lines to and from a process keep order. What was sent to a port before it was given away
 * arrives before the port can come back, at a process that does not have it, and is ignored there.
 *
 * <p>Not for several threads; does no input or output but by {@link PortDownlink}. What a process
 * says is checked first: {@link PortViolation} changes nothing.
 */
public final class PortRouter {
  private static final Logger LOG = LoggerFactory.getLogger(PortRouter.class);
  private static final long[] NO_IDS = {};
  private static final Runnable NOTHING = () -> {};

  private final PortLimits limits;
  private final PortRegister register;
  private List<NodeAccount> touched = new ArrayList<>();

  public PortRouter(PortLimits limits) {
    this.limits = limits;
    this.register = new PortRegister(limits);
  }

  /** A process is there. Numbers of processes are never used again. */
  public void attach(int node, PortDownlink downlink) {
    register.add(new NodeAccount(node, downlink));
  }

  /** A process has ended: its ports are closed, and all that lie in messages for them. */
  public void detach(int node) {
    NodeAccount account = register.remove(node);
    if (account != null) {
      destroy(account.ports);
    }
  }

  /** A process stays, without its ports. */
  public void clear(int node) {
    destroy(register.account(node).ports);
  }

  /** A new channel, both ends with the process that says so. */
  public void open(int node, long port1, long port2) {
    register.open(register.account(node), port1, port2);
  }

  /** A message posted on a port, with ports of the same process. */
  public void message(int node, long from, Payload message, List<PortRef> moved) {
    NodeAccount sender = register.account(node);
    RoutedPort source = register.owned(sender, from);
    List<RoutedPort> travellers = register.owned(sender, moved, source);
    release(travellers, moved);
    RoutedPort target = source.peer;
    if (target == null) {
      destroy(travellers);
      return;
    }
    String refusal = refusal(sender, target, Parcel.cost(message, moved.size()), travellers);
    if (refusal != null) {
      LOG.warn(
          "The channel of the ports {} and {} ends: {}",
          PortRegister.text(from),
          PortRegister.text(target.id),
          refusal);
      sever(source, target);
      destroy(travellers);
      return;
    }
    long[] ids = moved.isEmpty() ? NO_IDS : moved.stream().mapToLong(PortRef::id).toArray();
    travellers.forEach(port -> port.carrier = target);
    target.add(message, travellers, ids, sender);
    pump(target);
  }

  /** Listeners have seen the messages of a port up to this one. */
  public void consumed(int node, long id, long number) {
    NodeAccount account = register.account(node);
    RoutedPort port = register.owned(account, id);
    register.checkSeen(account, port, number);
    seen(port, account, number);
    pump(port);
  }

  /** A process lets go of a port. */
  public void close(int node, long id) {
    destroy(List.of(register.owned(register.account(node), id)));
  }

  /**
   * Ports go from one process to another with something that is no message of a port.
   *
   * @param announce queues what tells the other process of them; not called when that has ended,
   *     which closes the ports
   */
  public void move(int from, List<PortRef> moved, int to, Runnable announce) {
    List<RoutedPort> travellers = register.owned(register.account(from), moved, null);
    release(travellers, moved);
    NodeAccount taker = register.find(to);
    if (taker == null) {
      destroy(travellers);
      return;
    }
    travellers.forEach(port -> place(port, taker));
    touch(taker);
    announce.run();
    travellers.forEach(this::pump);
  }

  /** What flushes the lines to which something was told since this was last called. */
  public Runnable flush() {
    if (touched.isEmpty()) {
      return NOTHING;
    }
    List<NodeAccount> told = touched;
    touched = new ArrayList<>();
    told.forEach(account -> account.touched = false);
    return () -> told.forEach(account -> account.downlink.flush());
  }

  /** How many ports there are anywhere. */
  public int portCount() {
    return register.portCount();
  }

  /** What waits of what the processes that are there have posted, in bytes. */
  public long queuedBytes() {
    return register.nodes().stream().mapToLong(account -> account.queuedBytes).sum();
  }

  /** Why a message cannot be queued, or null. */
  private @Nullable String refusal(
      NodeAccount sender, RoutedPort target, long cost, List<RoutedPort> travellers) {
    if (target.queuedBytes() + cost > limits.queueBytes()) {
      return "more than " + limits.queueBytes() + " bytes would wait for the latter";
    }
    if (sender.queuedBytes + cost > limits.senderBytes()) {
      return "more than " + limits.senderBytes() + " bytes of " + sender.name() + " would wait";
    }
    return travellers.isEmpty() ? null : nestingRefusal(target, travellers);
  }

  private @Nullable String nestingRefusal(RoutedPort target, List<RoutedPort> travellers) {
    Set<RoutedPort> inside = new HashSet<>(travellers);
    int depth = 0;
    for (RoutedPort around = target; around != null; around = around.carrier) {
      if (inside.contains(around)) {
        return "a port was posted into itself";
      }
      if (++depth > limits.nesting()) {
        return "ports lie in each other more than " + limits.nesting() + " deep";
      }
    }
    return null;
  }

  /** Sends what may be sent. */
  private void pump(RoutedPort port) {
    NodeAccount holder = port.holder;
    if (holder == null) {
      return;
    }
    for (Parcel next = port.send(limits); next != null; next = port.send(limits)) {
      touch(holder);
      holder.downlink.message(port.id, next.number, next.message, next.ids);
    }
    if (port.peer == null && port.allSent() && !port.endTold) {
      port.endTold = true;
      touch(holder);
      holder.downlink.closed(port.id);
    }
  }

  private void touch(NodeAccount account) {
    if (!account.touched) {
      account.touched = true;
      touched.add(account);
    }
  }

  private void seen(RoutedPort port, NodeAccount holder, long number) {
    for (RoutedPort inside : port.seen(number)) {
      place(inside, holder);
      pump(inside);
    }
  }

  private static void place(RoutedPort port, NodeAccount holder) {
    port.holder = holder;
    port.carrier = null;
    holder.ports.add(port);
  }

  /** Takes ports out of their process, with all that was not seen there. */
  private void release(List<RoutedPort> travellers, List<PortRef> moved) {
    int index = 0;
    for (PortRef move : moved) {
      if (move.id() == PortRef.CLOSED) {
        continue;
      }
      RoutedPort port = travellers.get(index++);
      NodeAccount holder = port.holder;
      if (holder != null) {
        seen(port, holder, Math.max(move.consumed(), port.lastSeen()));
        holder.ports.remove(port);
        port.holder = null;
      }
      port.rewind();
    }
  }

  /** Ends a channel: what waits still arrives. Who holds the ends is told, and lets them go. */
  private void sever(RoutedPort source, RoutedPort target) {
    source.peer = null;
    target.peer = null;
    pump(source);
    pump(target);
  }

  /** Forgets ports, and all that lie in messages for them; their other ends hear of it. */
  private void destroy(Collection<RoutedPort> ports) {
    Deque<RoutedPort> doomed = new ArrayDeque<>(ports);
    List<RoutedPort> bereft = new ArrayList<>();
    for (RoutedPort port = doomed.poll(); port != null; port = doomed.poll()) {
      if (!register.remove(port)) {
        continue;
      }
      if (port.holder != null) {
        port.holder.ports.remove(port);
      }
      RoutedPort peer = port.peer;
      if (peer != null) {
        peer.peer = null;
        port.peer = null;
        bereft.add(peer);
      }
      doomed.addAll(port.dropAll());
    }
    bereft.stream().filter(register::has).forEach(this::pump);
  }
}
