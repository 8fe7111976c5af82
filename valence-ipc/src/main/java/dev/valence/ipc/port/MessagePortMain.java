package dev.valence.ipc.port;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a message channel: Electron's {@code MessagePortMain}.
 *
 * <p>Messages that arrive wait until {@link #start} was called; listening alone does not start a
 * port. They come in the order in which they were posted, each exactly once, also when a port was
 * sent on in between: those that no listener has seen yet travel with it.
 *
 * <p>{@code close} comes once, after the last message: when the other end was closed, when the
 * process that held it has ended, when the channel was given up because too much waited in it, or
 * after an own {@link #close}, as in Electron. A port that was transferred emits nothing any more.
 *
 * <p>A port that nobody can reach any more is closed by the garbage collector, unless it was
 * started. Closing a port that is not needed any more is better: collection comes when it comes.
 *
 * <p>Any thread may call these methods; listeners run on the event thread. Outside of the event
 * thread, {@code postMessage} may block while the line to the other process is full.
 */
public interface MessagePortMain extends EventEmitter {
  /** A message has arrived. */
  EventType<Consumer<MessageEvent>> MESSAGE = EventType.of("message");

  /** The last event: nothing arrives here any more. */
  EventType<Runnable> CLOSE = EventType.of("close");

  /** Posts {@code undefined}. */
  void postMessage();

  /**
   * Posts a copy of a value, made during the call.
   *
   * @param message what {@link dev.valence.ipc.mapping.JavaToJs} lists
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned
   * @throws IllegalArgumentException when it is larger than a message may be
   */
  void postMessage(@Nullable Object message);

  /**
   * Posts a copy of a value, and ports with it. These cannot be used here any more. A call that
   * throws has sent nothing and transferred nothing. On a port that was itself transferred it does
   * nothing; on a closed one, ports that should travel are closed.
   *
   * @throws IllegalArgumentException with Electron's texts, when the list has something that is no
   *     port, this port, a port twice, or one that was transferred before; also when it is too long
   */
  void postMessage(@Nullable Object message, List<? extends @Nullable MessagePortMain> transfer);

  /** Lets messages come. Has no effect the second time, nor on a closed port. */
  void start();

  /**
   * Ends the channel. What was posted here before still arrives; then the other end hears {@code
   * close}. Has no effect the second time.
   */
  void close();

  @Override
  <L> MessagePortMain on(EventType<L> type, L listener);

  @Override
  <L> MessagePortMain once(EventType<L> type, L listener);

  @Override
  <L> MessagePortMain off(EventType<L> type, L listener);

  @Override
  default <L> MessagePortMain addListener(EventType<L> type, L listener) {
    return on(type, listener);
  }

  @Override
  default <L> MessagePortMain removeListener(EventType<L> type, L listener) {
    return off(type, listener);
  }

  @Override
  MessagePortMain removeAllListeners(EventType<?> type);

  @Override
  MessagePortMain removeAllListeners();
}
