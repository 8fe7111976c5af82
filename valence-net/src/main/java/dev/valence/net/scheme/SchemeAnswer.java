package dev.valence.net.scheme;

import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The answer to one request of a scheme. Answered once, from any thread. */
public interface SchemeAnswer {
  /**
   * Answers with a response. A body that differs in length from its {@code Content-Length} breaks
   * off with {@code net::ERR_CONTENT_LENGTH_MISMATCH}, unless it has a content coding, which
   * handlers' bodies are never freed of.
   *
   * @param body read on the network thread, no faster than the asker takes it, and closed in every
   *     case; null for none
   * @return false when the request was answered already, or is over
   */
  boolean respond(ResponseHead head, @Nullable UploadReader body);

  /**
   * Answers with a failure.
   *
   * @return false when the request was answered already, or is over
   */
  boolean fail(NetException error);

  /**
   * Names who hears, once, that nothing more is wanted: null when the response was read to its end,
   * else why it was not. Called on the network thread, or at once where it has happened; the one
   * named last is called.
   */
  void whenOver(Consumer<@Nullable NetException> listener);
}
