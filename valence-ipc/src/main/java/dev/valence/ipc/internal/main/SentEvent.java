package dev.valence.ipc.internal.main;

import dev.valence.ipc.internal.call.IncomingCall;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.main.Sender;
import dev.valence.ipc.main.WebFrameMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message; where {@code call} is there, its sender waits. */
public final class SentEvent implements IpcMainEvent {
  private final Sender sender;
  private final WebFrameMain frame;
  private final @Nullable IncomingCall call;
  private final List<MessagePortMain> ports;

  public SentEvent(
      Sender sender, WebFrameMain frame, @Nullable IncomingCall call, List<MessagePortMain> ports) {
    this.sender = sender;
    this.frame = frame;
    this.call = call;
    this.ports = List.copyOf(ports);
  }

  @Override
  public void returnValue(@Nullable Object value) {
    if (call != null) {
      call.answerSync(value);
    }
  }

  @Override
  public Object returnValue() {
    return Undefined.VALUE;
  }

  @Override
  public List<MessagePortMain> ports() {
    return ports;
  }

  @Override
  public void reply(String channel, @Nullable Object... args) {
    frame.send(channel, args);
  }

  @Override
  public long processId() {
    return frame.processId();
  }

  @Override
  public int frameId() {
    return frame.routingId();
  }

  @Override
  public Sender sender() {
    return sender;
  }

  @Override
  public @Nullable WebFrameMain senderFrame() {
    return frame.detached() ? null : frame;
  }
}
