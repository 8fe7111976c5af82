package dev.valence.net.interception;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The answer when the head of a response is there. Any thread; the first call counts, and each
 * tells whether it did.
 */
public interface ResponseDecision {
  /**
   * The response goes on.
   *
   * @param head takes the place of the head; null leaves it
   * @param content gives what takes the place of the body, decoded, from that; called on the
   *     network thread. Null leaves the body
   */
  boolean proceed(@Nullable ResponseHead head, @Nullable UnaryOperator<BodyStream> content);

  /** The request fails. */
  boolean fail(NetException reason);
}
