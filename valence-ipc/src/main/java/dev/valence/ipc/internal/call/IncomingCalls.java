package dev.valence.ipc.internal.call;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.wire.Frame;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls of the other side of one line that have not been answered. For any thread. */
public final class IncomingCalls {
  private final ConcurrentHashMap<Integer, IncomingCall> open = new ConcurrentHashMap<>();
  private final FrameSink out;
  private final EventThread events;
  private final int most;

  /**
   * No calls yet.
   *
   * @param most so many may be open at a time
   */
  public IncomingCalls(FrameSink out, EventThread events, int most) {
    this.out = out;
    this.events = events;
    this.most = most;
  }

  /**
   * A call has come.
   *
   * @return null when too many are open: then it has been refused
   * @throws IllegalStateException when its number is that of an open one
   */
  public @Nullable IncomingCall begin(int id, String channel, long deadlineMillis) {
    IncomingCall call = new IncomingCall(this, id, channel, deadlineMillis);
    if (open.putIfAbsent(id, call) != null) {
      throw new IllegalStateException("the other side uses the number of an open call: " + id);
    }
    if (open.size() > most) {
      call.fail(new IllegalStateException(most + " calls wait for their answers already"));
      return null;
    }
    return call;
  }

  /** The other side does not wait for a call any more. */
  public void cancelled(int id) {
    IncomingCall call = open.remove(id);
    if (call != null) {
      call.cancel();
    }
  }

  /** Fails what is open: the answers will not come any more. */
  public void failAll(String reason) {
    for (IncomingCall call : List.copyOf(open.values())) {
      call.fail(new IllegalStateException(reason));
    }
  }

  /** The line has ended: nobody waits any more. */
  public void end() {
    for (Integer id : open.keySet()) {
      cancelled(id);
    }
  }

  void forget(IncomingCall call) {
    open.remove(call.id(), call);
  }

  void send(Frame frame) {
    out.send(frame);
  }

  EventThread events() {
    return events;
  }
}
