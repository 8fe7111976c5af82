package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the hub knows of one port: where it is, and the messages that its listeners shall see. */
final class RoutedPort {
  /** What each message and each port in it costs beyond its bytes, roughly. */
  private static final int OVERHEAD = 64;

  /** A message on its way to a port, with its number there. */
  static final class Parcel {
    final long number;
    final Payload message;
    final List<RoutedPort> ports;
    final long[] ids;
    final NodeAccount sender;

    Parcel(long number, Payload message, List<RoutedPort> ports, long[] ids, NodeAccount sender) {
      this.number = number;
      this.message = message;
      this.ports = ports;
      this.ids = ids;
      this.sender = sender;
    }

    long cost() {
      return cost(message, ids.length);
    }

    static long cost(Payload message, int ports) {
      return message.length() + OVERHEAD * (ports + 1L);
    }
  }

  final long id;
  @Nullable RoutedPort peer;

  /** Where it is; null while it lies in a message. */
  @Nullable NodeAccount holder;

  /** The port for which the message is that it lies in; null when it is somewhere. */
  @Nullable RoutedPort carrier;

  /** Whether its holder was told that the channel has ended. */
  boolean endTold;

  private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
  private final ArrayDeque<Parcel> sent = new ArrayDeque<>();
  private long lastAdded;
  private long lastSent;
  private long lastSeen;
  private long sentBytes;
  private long queuedBytes;

  RoutedPort(long id, NodeAccount holder) {
    this.id = id;
    this.holder = holder;
  }

  /** The number of the last message that was sent to where it is, or that was seen before. */
  long lastSent() {
    return lastSent;
  }

  /** The number of the last message that listeners have seen, as far as was told. */
  long lastSeen() {
    return lastSeen;
  }

  /** What waits, sent or not, in bytes. */
  long queuedBytes() {
    return queuedBytes;
  }

  boolean allSent() {
    return waiting.isEmpty();
  }

  void add(Payload message, List<RoutedPort> ports, long[] ids, NodeAccount sender) {
    Parcel parcel = new Parcel(++lastAdded, message, ports, ids, sender);
    waiting.add(parcel);
    queuedBytes += parcel.cost();
    sender.queuedBytes += parcel.cost();
  }

  /** The next message to send; null when there is none, or too many are on their way. */
  @Nullable Parcel send(PortLimits limits) {
    if (sent.size() >= limits.windowMessages() || sentBytes >= limits.windowBytes()) {
      return null;
    }
    Parcel next = waiting.poll();
    if (next != null) {
      sent.add(next);
      sentBytes += next.cost();
      lastSent = next.number;
    }
    return next;
  }

  /** Forgets messages up to this number, which were seen; gives the ports that lay in them. */
  List<RoutedPort> seen(long number) {
    lastSeen = number;
    List<RoutedPort> inside = List.of();
    for (Parcel first = sent.peek(); first != null && first.number <= number; first = sent.peek()) {
      sent.remove();
      sentBytes -= first.cost();
      forget(first);
      if (!first.ports.isEmpty()) {
        inside = inside.isEmpty() ? new ArrayList<>() : inside;
        inside.addAll(first.ports);
      }
    }
    return inside;
  }

  /** It leaves where it is: what was not seen is to be sent again. */
  void rewind() {
    for (Iterator<Parcel> last = sent.descendingIterator(); last.hasNext(); ) {
      waiting.addFirst(last.next());
    }
    sent.clear();
    sentBytes = 0;
    lastSent = lastSeen;
    endTold = false;
  }

  /** Forgets all messages; gives the ports that lay in them. */
  List<RoutedPort> dropAll() {
    sentBytes = 0;
    List<RoutedPort> inside = drop(sent);
    inside.addAll(drop(waiting));
    return inside;
  }

  private List<RoutedPort> drop(ArrayDeque<Parcel> queue) {
    List<RoutedPort> inside = new ArrayList<>();
    for (Parcel parcel : queue) {
      forget(parcel);
      inside.addAll(parcel.ports);
    }
    queue.clear();
    return inside;
  }

  private void forget(Parcel parcel) {
    queuedBytes -= parcel.cost();
    parcel.sender.queuedBytes -= parcel.cost();
  }
}
