package dev.valence.ipc.internal.port;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ports of a call may go with its message; Electron's texts where they may not. Pure
 * but for the states of the ports, so to be asked with the lock of their node.
 */
enum TransferList {
  /** The list of a port's own {@code postMessage}. */
  OF_PORT {
    @Override
    IllegalArgumentException notAPort(int index) {
      return new IllegalArgumentException("Port at index " + index + " is not a valid port");
    }
  },
  /** The list of a {@code postMessage} on a channel, to a renderer or by one. */
  OF_CHANNEL {
    @Override
    IllegalArgumentException notAPort(int index) {
      return new IllegalArgumentException(INVALID);
    }
  };

  private static final String INVALID = "Invalid value for transfer";

  abstract IllegalArgumentException notAPort(int index);

  /**
   * The ports of a list.
   *
   * @param source the port on which they are posted, or null
   * @throws IllegalArgumentException when one of them cannot travel
   */
  List<PortEnd> check(@Nullable List<?> transfer, @Nullable PortEnd source, PortNode node) {
    if (transfer == null) {
      throw new IllegalArgumentException(INVALID);
    }
    if (transfer.isEmpty()) {
      return List.of();
    }
    List<PortEnd> ends = ends(transfer, node);
    int own = source == null ? -1 : ends.indexOf(source);
    if (own >= 0) {
      throw new IllegalArgumentException("Port at index " + own + " contains the source port.");
    }
    Set<PortEnd> known = new HashSet<>();
    for (int i = 0; i < ends.size(); i++) {
      PortEnd end = ends.get(i);
      if (end.state() == PortEnd.State.NEUTERED) {
        throw new IllegalArgumentException("Port at index " + i + " is already neutered.");
      }
      if (!known.add(end)) {
        throw new IllegalArgumentException("Port at index " + i + " is a duplicate.");
      }
    }
    return ends;
  }

  private List<PortEnd> ends(List<?> transfer, PortNode node) {
    int limit = node.limits().portsInMessage();
    List<PortEnd> ends = new ArrayList<>();
    for (Object element : transfer) {
      if (!(element instanceof PortHandle handle)) {
        throw notAPort(ends.size());
      }
      if (ends.size() == limit) {
        throw new IllegalArgumentException("A message takes at most " + limit + " ports");
      }
      if (!handle.end().isOf(node)) {
        throw new IllegalArgumentException(
            "Port at index " + ends.size() + " belongs to another Valence");
      }
      ends.add(handle.end());
    }
    return ends;
  }
}
