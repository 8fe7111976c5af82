package dev.valence.ipc.internal.process;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.internal.call.IncomingCall;
import dev.valence.ipc.internal.channel.EventBatch;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.main.InvokedEvent;
import dev.valence.ipc.internal.main.SentEvent;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.LinkEnd;
import dev.valence.ipc.internal.wire.LinkReceiver;
import dev.valence.ipc.main.InvokeHandler;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.process.Renderer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes of one renderer: judged on the thread of its link, dispatched on the event thread. */
final class RendererInbox implements LinkReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(RendererInbox.class);

  private final SpawnedRenderer renderer;
  private final FloodGate gate;
  private final AllowedChannels allowed;
  private final EventBatch batch;

  RendererInbox(SpawnedRenderer renderer) {
    this.renderer = renderer;
    gate = new FloodGate(renderer);
    allowed = new AllowedChannels(renderer.options.channels());
    batch = new EventBatch(renderer.hub.events());
  }

  @Override
  public void frame(Frame frame) {
    gate.arrived();
    try {
      take(frame);
    } catch (DataCloneException e) {
      throw new IllegalArgumentException("it sent a value that cannot be read: " + e.detail(), e);
    }
  }

  private void take(Frame frame) {
    if (frame instanceof Frame.Send f) {
      send(f);
    } else if (frame instanceof Frame.Invoke f) {
      invoke(f);
    } else if (frame instanceof Frame.SendSync f) {
      sendSync(f);
    } else if (frame instanceof Frame.Result f) {
      // What was sent before the answer is with the event thread before the caller goes on.
      batch.flush();
      renderer.outgoing.answered(f, batch);
    } else if (frame instanceof Frame.Failure f) {
      batch.flush();
      renderer.outgoing.failed(f, batch);
    } else if (frame instanceof Frame.Progress f) {
      renderer.outgoing.progressed(f, batch);
    } else if (frame instanceof Frame.Cancel f) {
      renderer.incoming.cancelled(f.callId());
    } else if (frame instanceof Frame.Post f) {
      post(f);
    } else if (frame instanceof Frame.PortMessage f) {
      // Messages of channels that came before are to be heard before.
      batch.flush();
      renderer.hub.ports().message(renderer.id, f.port(), f.message(), f.ports());
    } else if (frame instanceof Frame.PortConsumed f) {
      renderer.hub.ports().consumed(renderer.id, f.port(), f.seq());
    } else if (frame instanceof Frame.PortOpen f) {
      renderer.hub.ports().open(renderer.id, f.port(), f.peer());
    } else if (frame instanceof Frame.PortClose f) {
      batch.flush();
      renderer.hub.ports().close(renderer.id, f.port());
    } else if (frame instanceof Frame.SendTo f) {
      sendTo(f);
    } else if (frame instanceof Frame.ToHost f) {
      toHost(f);
    } else if (frame instanceof Frame.Goodbye f) {
      LOG.debug("renderer {} leaves: {}", renderer.id, f.reason());
    } else {
      throw new IllegalArgumentException(
          "it sent a frame that no renderer sends: " + frame.getClass().getSimpleName());
    }
  }

  private void send(Frame.Send f) {
    if (refused(f.channel())) {
      return;
    }
    IpcArguments args = Values.readArguments(f.args());
    gate.handOver(
        batch,
        f.args().length(),
        () -> {
          SentEvent event = new SentEvent(renderer, renderer.mainFrame(), null, List.of());
          renderer.listeners.emit(
              Renderer.IPC_MESSAGE, listener -> listener.onMessage(event, f.channel(), args));
          dispatch(f.channel(), event, args);
        });
  }

  /** The renderer's own listeners, then those of the program. */
  private boolean dispatch(String channel, IpcMainEvent event, IpcArguments args) {
    boolean own = renderer.ipc.emit(channel, event, args);
    return renderer.hub.ipcMain().emit(channel, event, args) || own;
  }

  private void sendSync(Frame.SendSync f) {
    IncomingCall call = renderer.incoming.begin(f.callId(), f.channel(), 0);
    if (call == null || refused(f.channel(), call)) {
      return;
    }
    IpcArguments args = Values.readArguments(f.args());
    gate.handOver(batch, f.args().length(), () -> answerSync(call, args));
  }

  private void answerSync(IncomingCall call, IpcArguments args) {
    SentEvent event = new SentEvent(renderer, renderer.mainFrame(), call, List.of());
    String channel = call.channel();
    boolean watched =
        renderer.listeners.emit(
            Renderer.IPC_MESSAGE_SYNC, listener -> listener.onMessage(event, channel, args));
    if (!dispatch(channel, event, args)) {
      LOG.warn(
          "WebContents #{} called ipcRenderer.sendSync() with '{}' channel without listeners.",
          renderer.id,
          channel);
      if (!watched) {
        call.fail(new IllegalStateException("reply was never sent"));
      }
    }
  }

  private void invoke(Frame.Invoke f) {
    IncomingCall call = renderer.incoming.begin(f.callId(), f.channel(), f.deadlineMillis());
    if (call == null || refused(f.channel(), call)) {
      return;
    }
    IpcArguments args = Values.readArguments(f.args());
    gate.handOver(batch, f.args().length(), () -> answer(call, args));
  }

  private void answer(IncomingCall call, IpcArguments args) {
    if (call.isCancelled()) {
      return;
    }
    InvokeHandler handler = handler(call.channel());
    if (handler == null) {
      call.fail(new IllegalStateException("No handler registered for '" + call.channel() + "'"));
      return;
    }
    InvokedEvent event = new InvokedEvent(renderer, renderer.mainFrame(), call);
    call.answerBy(() -> handler.handle(event, args));
  }

  private @Nullable InvokeHandler handler(String channel) {
    InvokeHandler own = renderer.ipc.takeHandler(channel);
    return own == null ? renderer.hub.ipcMain().takeHandler(channel) : own;
  }

  private void post(Frame.Post f) {
    if (refused(f.channel())) {
      renderer
          .hub
          .ports()
          .take(
              renderer.id,
              f.ports(),
              ports -> renderer.hub.events().execute(() -> ports.forEach(MessagePortMain::close)));
      return;
    }
    Object message = Values.read(f.message());
    renderer
        .hub
        .ports()
        .take(
            renderer.id,
            f.ports(),
            ports ->
                gate.handOver(
                    batch, f.message().length(), () -> posted(f.channel(), message, ports)));
  }

  private void posted(String channel, @Nullable Object message, List<MessagePortMain> ports) {
    SentEvent event = new SentEvent(renderer, renderer.mainFrame(), null, ports);
    IpcArguments args = new IpcArguments(Collections.singletonList(message));
    boolean heard = dispatch(channel, event, args);
    if (!heard) {
      // Electron leaves them to the garbage collector: who has the other ends shall know sooner.
      ports.forEach(MessagePortMain::close);
    }
  }

  private void sendTo(Frame.SendTo f) {
    if (refused(f.channel())) {
      return;
    }
    renderer
        .hub
        .find(f.rendererId())
        .ifPresentOrElse(
            other -> other.sendUnlessGone(new Frame.Send(renderer.id, f.channel(), f.args())),
            () ->
                LOG.warn(
                    "renderer {} sends '{}' to renderer {}, which is not there",
                    renderer.id,
                    f.channel(),
                    f.rendererId()));
  }

  private void toHost(Frame.ToHost f) {
    if (refused(f.channel())) {
      return;
    }
    SpawnedRenderer host = renderer.host().orElse(null);
    if (host != null) {
      host.sendUnlessGone(new Frame.ToHost(renderer.id, f.channel(), f.args()));
      return;
    }
    IpcArguments args = Values.readArguments(f.args());
    gate.handOver(
        batch,
        f.args().length(),
        () ->
            renderer.listeners.emit(
                Renderer.IPC_MESSAGE_HOST, listener -> listener.onMessage(f.channel(), args)));
  }

  private boolean refused(String channel) {
    boolean refused = !allowed.allows(channel);
    if (refused) {
      LOG.warn("renderer {} may not use the channel '{}': dropped", renderer.id, channel);
    }
    return refused;
  }

  private boolean refused(String channel, IncomingCall call) {
    boolean refused = refused(channel);
    if (refused) {
      call.fail(new SecurityException("The channel '" + channel + "' is not allowed"));
    }
    return refused;
  }

  @Override
  public void pause() {
    batch.flush();
  }

  @Override
  public void closed(String reason, LinkEnd how) {
    batch.flush();
    renderer.life().lineEnded(reason, how);
  }
}
