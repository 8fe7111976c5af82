package dev.valence.net.interception;

import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/** A request under way, as it is at this hop. Only to be asked on the network thread. */
public interface InterceptedRequest {
  /** What was asked for at first. */
  NetworkRequest request();

  /** Where this hop goes. */
  Url url();

  /** The method of this hop. */
  String method();

  /** The body of this hop; null for none. */
  @Nullable RequestBody body();

  /** The address that this hop was sent to, once it is; null before, and for what the cache has. */
  @Nullable String ip();

  /** The head of this hop's response, once it is there. Not to be changed. */
  @Nullable ResponseHead head();
}
