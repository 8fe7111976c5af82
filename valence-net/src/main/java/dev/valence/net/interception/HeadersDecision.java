package dev.valence.net.interception;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer when the header fields of a hop are complete. Any thread; the first call counts, and
 * each tells whether it did.
 */
public interface HeadersDecision {
  /**
   * The hop goes on.
   *
   * @param headers takes the place of all fields; null leaves them. Owned by the network from here
   *     on
   * @param body takes the place of the body, of which it is another form; null leaves it
   */
  boolean proceed(@Nullable HeaderList headers, @Nullable RequestBody body);

  /** As {@link RequestDecision#redirect}. */
  boolean redirect(Url to);

  /** As {@link RequestDecision#fail}. */
  boolean fail(NetException reason);

  /**
   * This response answers the hop; nothing is sent.
   *
   * @param body gives the body, on the network thread; where the request is over meanwhile, it is
   *     cancelled at once
   */
  boolean respond(ResponseHead head, Supplier<BodyStream> body);
}
