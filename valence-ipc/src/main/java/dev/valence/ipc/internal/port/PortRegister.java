package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.wire.PortRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All processes and all ports; says who may speak of which port. */
final class PortRegister {
  private final PortLimits limits;
  private final Map<Integer, NodeAccount> nodes = new HashMap<>();
  private final Map<Long, RoutedPort> ports = new HashMap<>();

  PortRegister(PortLimits limits) {
    this.limits = limits;
  }

  void add(NodeAccount account) {
    if (nodes.putIfAbsent(account.node, account) != null) {
      throw new IllegalArgumentException(account.name() + " is there already");
    }
  }

  @Nullable NodeAccount remove(int node) {
    return nodes.remove(node);
  }

  @Nullable NodeAccount find(int node) {
    return nodes.get(node);
  }

  Collection<NodeAccount> nodes() {
    return nodes.values();
  }

  int portCount() {
    return ports.size();
  }

  boolean has(RoutedPort port) {
    return ports.containsKey(port.id);
  }

  /** Forgets a port; false when it was forgotten before. */
  boolean remove(RoutedPort port) {
    return ports.remove(port.id) != null;
  }

  /** A process that is there. */
  NodeAccount account(int node) {
    NodeAccount account = nodes.get(node);
    if (account == null) {
      throw new PortViolation(NodeAccount.name(node) + " has ended");
    }
    return account;
  }

  /** Two new ports that are each other's end, with ids as each process counts them for itself. */
  void open(NodeAccount account, long port1, long port2) {
    boolean own = port1 >>> 32 == account.node && port2 >>> 32 == account.node;
    if (!own || port1 <= account.lastOpened || port2 <= port1) {
      throw new PortViolation(
          account.name() + " cannot open the ports " + text(port1) + " and " + text(port2));
    }
    if (account.ports.size() + 2L > 2L * limits.portsHeld()) {
      throw new PortViolation(account.name() + " holds " + account.ports.size() + " ports already");
    }
    account.lastOpened = port2;
    RoutedPort first = new RoutedPort(port1, account);
    RoutedPort second = new RoutedPort(port2, account);
    first.peer = second;
    second.peer = first;
    for (RoutedPort port : List.of(first, second)) {
      ports.put(port.id, port);
      account.ports.add(port);
    }
  }

  /** The port with this id, which this process holds. */
  RoutedPort owned(NodeAccount account, long id) {
    RoutedPort port = ports.get(id);
    if (port == null || port.holder != account) {
      throw new PortViolation(
          account.name() + " speaks of port " + text(id) + ", which it does not hold");
    }
    return port;
  }

  /** Ports that a process gives away; those that were closed before are left out. */
  List<RoutedPort> owned(NodeAccount account, List<PortRef> moved, @Nullable RoutedPort source) {
    if (moved.isEmpty()) {
      return List.of();
    }
    if (moved.size() > limits.portsInMessage()) {
      throw new PortViolation(account.name() + " posts " + moved.size() + " ports in a message");
    }
    List<RoutedPort> result = new ArrayList<>();
    Set<RoutedPort> known = new HashSet<>();
    for (PortRef move : moved) {
      if (move.id() == PortRef.CLOSED) {
        continue;
      }
      RoutedPort port = owned(account, move.id());
      if (port == source || !known.add(port)) {
        throw new PortViolation(
            account.name() + " posts port " + text(port.id) + " twice, or on itself");
      }
      if (move.consumed() != 0) {
        checkSeen(account, port, move.consumed());
      }
      result.add(port);
    }
    return result;
  }

  /** Only what was sent can be seen, and nothing becomes unseen. */
  void checkSeen(NodeAccount account, RoutedPort port, long number) {
    if (number < port.lastSeen() || number > port.lastSent()) {
      throw new PortViolation(
          account.name()
              + " cannot have seen message "
              + number
              + " of port "
              + text(port.id)
              + ": it has seen "
              + port.lastSeen()
              + " and was sent "
              + port.lastSent());
    }
  }

  /** An id as people read it: the process that made the port, and its count there. */
  static String text(long id) {
    return (id >>> 32) + ":" + (id & 0xffff_ffffL);
  }
}
