package dev.valence.net.internal.tunnel;

import dev.valence.net.ResponseHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Logs one request in at one HTTP proxy, on behalf of the connection that is made for it. On the
 * network thread only; answers may come before the call returns. Each method that takes an answer
 * is called when the answer before has come, and answers exactly once, unless {@link #cancel} comes
 * first.
 */
public interface TunnelLogin {
  /** What becomes of a challenge. */
  enum Verdict {
    /** Ask again, with what {@link #authorization} gives then. */
    REPEAT,
    /** Nobody can or wants to log in: the tunnel fails. */
    DECLINED
  }

  /**
   * What to send as {@code Proxy-Authorization}.
   *
   * @param method of the request to the proxy: {@code CONNECT}
   * @param target its request target: {@code host:port}
   * @param answer takes the field's value; null for no field
   */
  void authorization(String method, String target, Consumer<@Nullable String> answer);

  /**
   * The proxy answered 407. What its body says is never shown to anybody.
   *
   * @param head its answer; whether the connection persists stands in it
   */
  void challenged(ResponseHead head, Consumer<Verdict> answer);

  /** The next authorization goes over another connection: connection-bound schemes begin anew. */
  void onNewConnection();

  /** The answer that is due is not wanted any more. */
  void cancel();
}
