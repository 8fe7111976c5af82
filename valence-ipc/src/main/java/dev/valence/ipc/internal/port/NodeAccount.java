package dev.valence.ipc.internal.port;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the hub knows of one process: its ports, and what waits of its messages. */
final class NodeAccount {
  final int node;
  final PortDownlink downlink;
  final Set<RoutedPort> ports = new LinkedHashSet<>();

  /** The greatest id that it gave to a port of its own. */
  long lastOpened;

  /** What it has posted and nobody has seen, in bytes. */
  long queuedBytes;

  /** Whether something was told to it since the last flush. */
  boolean touched;

  NodeAccount(int node, PortDownlink downlink) {
    this.node = node;
    this.downlink = downlink;
  }

  String name() {
    return name(node);
  }

  static String name(int node) {
    return node == 0 ? "The main process" : "Renderer " + node;
  }
}
