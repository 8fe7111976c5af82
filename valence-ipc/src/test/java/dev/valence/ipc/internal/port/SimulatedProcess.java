package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A process of {@link SimulatedProcesses}; number 0 is the main process, which has no line. */
final class SimulatedProcess {
  final int number;
  final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  final Queue<Runnable> up = new ConcurrentLinkedQueue<>();
  final Queue<Runnable> down = new ConcurrentLinkedQueue<>();
  final List<SimulatedProcesses.Holding> held = new ArrayList<>();
  PortNode node;

  SimulatedProcess(int number) {
    this.number = number;
  }

  PortNode node() {
    return Objects.requireNonNull(node);
  }

  /** Runs so many of what waits; whether there was something. */
  static boolean drain(Queue<Runnable> queue, int count) {
    boolean did = false;
    for (int i = 0; i < count; i++) {
      Runnable next = queue.poll();
      if (next == null) {
        return did;
      }
      next.run();
      did = true;
    }
    return did;
  }

  PortUplink uplink(PortHub hub) {
    return new PortUplink() {
      @Override
      public void open(long port1, long port2) {
        up.add(() -> hub.open(number, port1, port2));
      }

      @Override
      public void message(long from, Payload message, List<PortRef> ports) {
        up.add(() -> hub.message(number, from, message, ports));
      }

      @Override
      public void consumed(long port, long messageNumber) {
        up.add(() -> hub.consumed(number, port, messageNumber));
      }

      @Override
      public void close(long port) {
        up.add(() -> hub.close(number, port));
      }

      @Override
      public Runnable flush() {
        return () -> {};
      }
    };
  }

  PortDownlink downlink() {
    return new PortDownlink() {
      @Override
      public void message(long port, long messageNumber, Payload message, long[] ports) {
        down.add(() -> node().message(port, messageNumber, message, ports));
      }

      @Override
      public void closed(long port) {
        down.add(() -> node().closed(port));
      }

      @Override
      public void flush() {}
    };
  }
}
