package dev.valence.ipc.internal.renderer;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.call.IncomingCalls;
import dev.valence.ipc.internal.call.Line;
import dev.valence.ipc.internal.call.OutgoingCalls;
import dev.valence.ipc.internal.call.Surroundings;
import dev.valence.ipc.internal.port.PortLimits;
import dev.valence.ipc.internal.port.PortNode;
import dev.valence.ipc.internal.process.IpcThreads;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.internal.wire.LinkEnd;
import dev.valence.ipc.internal.wire.LinkLimits;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/** One renderer's whole side of a line: what {@link RendererProcess} is made of. */
public final class RendererSide {
  /** Room for what a message of a port has besides its value. */
  private static final int HEAD_BYTES = 32 << 10;

  private static final int MOST_CALLS = 1 << 20;

  private final int id;
  private final EventThread events;
  private final IpcThreads threads = new IpcThreads();
  private final Line line;
  private final Link link;
  private final OutgoingCalls outgoing;
  private final IncomingCalls incoming;
  private final PortNode ports;
  private final IpcRendererImpl ipc;
  private final BiConsumer<String, LinkEnd> whenEnded;

  /**
   * A renderer over a connection.
   *
   * @param daemon whether the line keeps the process alive
   * @param whenEnded hears why the line has ended; {@link LinkEnd#OWN} where it was asked to
   */
  public RendererSide(
      MainConnection connection,
      EventThread events,
      boolean daemon,
      BiConsumer<String, LinkEnd> whenEnded)
      throws IOException {
    this.events = events;
    this.whenEnded = whenEnded;
    Frame.Welcome welcome = connection.welcome();
    id = welcome.rendererId();
    line = new Line(events);
    Surroundings surroundings = new Surroundings(events, threads.workers(), threads.timers());
    outgoing = new OutgoingCalls(line, surroundings);
    incoming = new IncomingCalls(line, events, MOST_CALLS);
    ports =
        new PortNode(
            id, new Object(), new LinePorts(line), events, portLimits(welcome.maxFrameBytes()));
    ipc = new IpcRendererImpl(line, outgoing, ports, events, welcome.syncTimeoutMillis());
    LinkLimits usual = LinkLimits.DEFAULT;
    link =
        new Link(
            connection.channel(),
            new LinkLimits(
                usual.maxFrameIn(), welcome.maxFrameBytes(), usual.waitAbove(), usual.breakAbove()),
            new MainInbox(ipc, outgoing, incoming, ports, events, this::ended),
            "valence-ipc-link",
            daemon,
            ByteBuffer.allocate(0));
    line.open(link, null);
    link.start();
  }

  private static PortLimits portLimits(int maxFrameBytes) {
    PortLimits usual = PortLimits.DEFAULT;
    return new PortLimits(
        Math.min(usual.messageBytes(), maxFrameBytes - HEAD_BYTES),
        usual.windowMessages(),
        usual.windowBytes(),
        usual.queueBytes(),
        usual.senderBytes(),
        usual.portsHeld(),
        usual.portsInMessage(),
        usual.nesting());
  }

  private void ended(String reason, LinkEnd how) {
    line.end();
    outgoing.end("the main process has gone: " + reason);
    incoming.end();
    ports.shutdown();
    whenEnded.accept(reason, how);
  }

  /** The number that the main process gave it. */
  public int id() {
    return id;
  }

  /** Its channels. */
  public IpcRenderer ipcRenderer() {
    return ipc;
  }

  /** Its ports. */
  public PortNode ports() {
    return ports;
  }

  /** Leaves: calls of the main process that are open fail, what was sent still arrives. */
  public void leave() {
    incoming.failAll("reply was never sent");
    link.finish(new Frame.Goodbye("the renderer closes"), "the renderer closed it");
  }

  /** Ends the threads but for the event thread. */
  public void endThreads() {
    threads.close();
  }
}
