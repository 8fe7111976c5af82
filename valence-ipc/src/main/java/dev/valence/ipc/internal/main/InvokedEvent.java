package dev.valence.ipc.internal.main;

import dev.valence.ipc.internal.call.IncomingCall;
import dev.valence.ipc.main.IpcMainInvokeEvent;
import dev.valence.ipc.main.Sender;
import dev.valence.ipc.main.WebFrameMain;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call as its handler sees it. */
public record InvokedEvent(Sender sender, WebFrameMain frame, IncomingCall call)
    implements IpcMainInvokeEvent {
  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void onCancel(Runnable action) {
    call.onCancel(action);
  }

  @Override
  public void progress(@Nullable Object value) {
    call.progress(value);
  }

  @Override
  public Optional<Duration> timeLeft() {
    return call.timeLeft();
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
  public @Nullable WebFrameMain senderFrame() {
    return frame.detached() ? null : frame;
  }
}
