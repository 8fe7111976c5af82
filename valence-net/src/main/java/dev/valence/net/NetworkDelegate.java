package dev.valence.net;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.util.List;

/**
 * Hears what becomes of one request, on the network thread; must not block. Exactly one of {@link
 * #onResponse} and {@link #onFailed} is called, as the last call.
 */
public interface NetworkDelegate {
  /** An interim response (1xx) other than 100 and 101. */
  default void onInformational(int status, HeaderList headers) {}

  /**
   * Bytes of the request body were given to the network.
   *
   * @param sent the bytes of this passage so far
   * @param total the length of the body, or -1
   */
  default void onUploadProgress(long sent, long total) {}

  /**
   * A redirect. The default follows it.
   *
   * @param decision to be answered once, from any thread, now or later
   */
  default void onRedirect(RedirectStep step, RedirectDecision decision) {
    decision.follow();
  }

  /**
   * A server or proxy asks for a login, and no stored one is left to try. The default leaves it to
   * the session's {@link dev.valence.net.auth.LoginProvider}.
   *
   * @param decision to be answered once, from any thread, now or later
   * @return whether this delegate answers; false leaves it to the provider, without which nobody
   *     logs in
   */
  default boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    return false;
  }

  /**
   * The head of the final response.
   *
   * @param urls every URL visited, in order; the last one answered
   * @param body must be subscribed to or cancelled
   */
  void onResponse(ResponseHead head, List<Url> urls, BodyStream body);

  /** There will be no response. */
  void onFailed(NetException error);

  /** The answer to a redirect; the first call counts. */
  interface RedirectDecision {
    void follow();

    /** Ends the request with this failure. */
    void refuse(NetException reason);

    /** Hands the redirect response itself to the delegate as the final response. */
    void deliver();
  }
}
