package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.call.Line;
import dev.valence.ipc.internal.port.PortDownlink;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameTooLargeException;
import dev.valence.ipc.internal.wire.LinkClosedException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a renderer of its ports. */
final class RendererPorts implements PortDownlink {
  private static final Logger LOG = LoggerFactory.getLogger(RendererPorts.class);

  private final Line line;

  RendererPorts(Line line) {
    this.line = line;
  }

  static List<PortRef> refs(long[] ports) {
    return ports.length == 0
        ? List.of()
        : Arrays.stream(ports).mapToObj(id -> new PortRef(id, 0)).toList();
  }

  @Override
  public void message(long port, long number, Payload message, long[] ports) {
    enqueue(new Frame.PortMessage(port, number, refs(ports), message));
  }

  @Override
  public void closed(long port) {
    enqueue(new Frame.PortClose(port));
  }

  private void enqueue(Frame frame) {
    try {
      line.enqueue(frame);
    } catch (LinkClosedException | FrameTooLargeException e) {
      // The end of a line closes its ports; messages are shorter than frames.
      LOG.debug("a port's message could not be sent", e);
    }
  }

  @Override
  public void flush() {
    line.flush();
  }
}
