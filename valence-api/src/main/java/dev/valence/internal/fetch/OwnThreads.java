package dev.valence.internal.fetch;

import dev.valence.internal.async.Workers;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Threads for responses that the program has made and reads itself, outside any session. Started by
 * the first of them; daemons.
 */
public final class OwnThreads {
  private static final Workers WORKERS = new Workers();

  private static final class LoopHolder {
    static final EventLoop LOOP =
        new DefaultEventLoop(new DefaultThreadFactory("valence-made-responses", true));
  }

  private OwnThreads() {}

  /** For what may block. */
  public static Workers workers() {
    return WORKERS;
  }

  /** To which such bodies are confined. */
  static EventLoop loop() {
    return LoopHolder.LOOP;
  }
}
