package dev.valence.ipc.internal.renderer;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.call.IncomingCall;
import dev.valence.ipc.internal.call.IncomingCalls;
import dev.valence.ipc.internal.call.OutgoingCalls;
import dev.valence.ipc.internal.channel.EventBatch;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.port.PortNode;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.LinkEnd;
import dev.valence.ipc.internal.wire.LinkReceiver;
import dev.valence.ipc.internal.wire.PortRef;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.renderer.RendererInvokeHandler;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes of the main process: read on the link's thread, dispatched on the event thread. */
final class MainInbox implements LinkReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(MainInbox.class);

  private final IpcRendererImpl ipc;
  private final OutgoingCalls outgoing;
  private final IncomingCalls incoming;
  private final PortNode ports;
  private final EventBatch batch;
  private final BiConsumer<String, LinkEnd> whenClosed;
  private @Nullable String goodbye;

  MainInbox(
      IpcRendererImpl ipc,
      OutgoingCalls outgoing,
      IncomingCalls incoming,
      PortNode ports,
      EventThread events,
      BiConsumer<String, LinkEnd> whenClosed) {
    this.ipc = ipc;
    this.outgoing = outgoing;
    this.incoming = incoming;
    this.ports = ports;
    this.batch = new EventBatch(events);
    this.whenClosed = whenClosed;
  }

  @Override
  public void frame(Frame frame) {
    if (frame instanceof Frame.Result f) {
      // What was sent before the answer is with the event thread before the caller goes on.
      batch.flush();
      outgoing.answered(f, batch);
    } else if (frame instanceof Frame.Send f) {
      IpcArguments args = Values.readArguments(f.args());
      batch.execute(() -> ipc.emit(f.channel(), f.senderId(), List.of(), args));
    } else if (frame instanceof Frame.Failure f) {
      batch.flush();
      outgoing.failed(f, batch);
    } else if (frame instanceof Frame.Progress f) {
      outgoing.progressed(f, batch);
    } else if (frame instanceof Frame.Invoke f) {
      invoke(f);
    } else if (frame instanceof Frame.Cancel f) {
      incoming.cancelled(f.callId());
    } else if (frame instanceof Frame.Post f) {
      post(f);
    } else if (frame instanceof Frame.PortMessage f) {
      // Messages of channels that came before are to be heard before.
      batch.flush();
      ports.message(f.port(), f.seq(), f.message(), ids(f.ports()));
    } else if (frame instanceof Frame.PortClose f) {
      batch.flush();
      ports.closed(f.port());
    } else if (frame instanceof Frame.ToHost f) {
      IpcArguments args = Values.readArguments(f.args());
      batch.execute(() -> ipc.emitGuest(f.senderId(), f.channel(), args));
    } else if (frame instanceof Frame.Goodbye f) {
      goodbye = f.reason();
    } else {
      throw new IllegalArgumentException(
          "the main process sent a frame that it never sends: " + frame.getClass().getSimpleName());
    }
  }

  private void invoke(Frame.Invoke f) {
    IncomingCall call = incoming.begin(f.callId(), f.channel(), f.deadlineMillis());
    if (call == null) {
      return;
    }
    IpcArguments args = Values.readArguments(f.args());
    batch.execute(
        () -> {
          if (call.isCancelled()) {
            return;
          }
          RendererInvokeHandler handler = ipc.takeHandler(f.channel());
          if (handler == null) {
            call.fail(new IllegalStateException("No handler registered for '" + f.channel() + "'"));
          } else {
            call.answerBy(() -> handler.handle(call, args));
          }
        });
  }

  private void post(Frame.Post f) {
    List<MessagePortMain> with = ports.adopt(ids(f.ports()));
    Object message = Values.read(f.message());
    batch.execute(
        () -> {
          IpcArguments args = new IpcArguments(Collections.singletonList(message));
          if (!ipc.emit(f.channel(), 0, with, args)) {
            with.forEach(MessagePortMain::close);
          }
        });
  }

  private static long[] ids(List<PortRef> refs) {
    return refs.stream().mapToLong(PortRef::id).toArray();
  }

  @Override
  public void pause() {
    batch.flush();
  }

  @Override
  public void closed(String reason, LinkEnd how) {
    batch.flush();
    boolean asked = goodbye != null && how == LinkEnd.PEER;
    String why = asked ? String.valueOf(goodbye) : reason;
    LOG.debug("the line to the main process ends: {}", why);
    whenClosed.accept(why, asked ? LinkEnd.OWN : how);
  }
}
