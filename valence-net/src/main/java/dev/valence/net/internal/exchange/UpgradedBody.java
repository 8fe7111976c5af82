package dev.valence.net.internal.exchange;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;

/**
 * What follows a response by which both sides change to another protocol (RFC 9110 §7.8, RFC 8441
 * §4): no body, but a stream both ways. It waits unread for whoever takes it. Confined to the
 * network thread.
 */
public interface UpgradedBody extends BodyStream {
  /**
   * Gives the stream to its reader, which first hears what came behind the head. It may have ended
   * meanwhile: then the reader hears of that.
   *
   * @throws IllegalStateException when it was taken or cancelled before
   */
  void take(DuplexStream.Reader reader);

  @Override
  default void subscribe(BodySink sink) {
    throw new IllegalStateException("a stream of another protocol has no body");
  }

  @Override
  default void pause() {}

  @Override
  default void resume() {}

  /** Closes the stream, unless it was taken. */
  @Override
  void cancel();
}
