package dev.valence.ipc.internal.renderer;

import dev.valence.ipc.internal.call.Line;
import dev.valence.ipc.internal.port.PortUplink;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the hub of the ports of this process. */
final class LinePorts implements PortUplink {
  private static final Logger LOG = LoggerFactory.getLogger(LinePorts.class);

  private final Line line;

  LinePorts(Line line) {
    this.line = line;
  }

  @Override
  public void open(long port1, long port2) {
    enqueue(new Frame.PortOpen(port1, port2));
  }

  @Override
  public void message(long from, Payload message, List<PortRef> ports) {
    // The hub gives messages their numbers.
    enqueue(new Frame.PortMessage(from, 0, ports, message));
  }

  @Override
  public void consumed(long port, long number) {
    enqueue(new Frame.PortConsumed(port, number));
  }

  @Override
  public void close(long port) {
    enqueue(new Frame.PortClose(port));
  }

  private void enqueue(Frame frame) {
    try {
      line.enqueue(frame);
    } catch (LinkClosedException e) {
      LOG.debug("the main process has gone, and with it all ports", e);
    }
  }

  @Override
  public Runnable flush() {
    return line::flush;
  }
}
