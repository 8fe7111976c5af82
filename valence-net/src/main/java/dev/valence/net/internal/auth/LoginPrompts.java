package dev.valence.net.internal.auth;

import dev.valence.net.NetworkDelegate;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.auth.LoginProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for logins: the request's own delegate first, then the session's provider, whom requests
 * with the same challenge ask once together. Confined to the network thread.
 */
public final class LoginPrompts {
  /** What makes two questions the same: all but the URL. */
  private record Question(
      boolean isProxy, AuthScheme scheme, String host, int port, String realm, boolean first) {
    static Question of(AuthChallenge challenge) {
      return new Question(
          challenge.isProxy(),
          challenge.scheme(),
          challenge.host(),
          challenge.port(),
          challenge.realm(),
          challenge.firstAttempt());
    }
  }

  private final AuthContext context;
  private final Map<Question, List<Consumer<@Nullable AuthCredentials>>> asked = new HashMap<>();

  LoginPrompts(AuthContext context) {
    this.context = context;
  }

  /**
   * Asks.
   *
   * @param answer takes the credentials, or null when nobody logs in; later, on the network thread
   */
  public void ask(
      NetworkDelegate delegate,
      AuthChallenge challenge,
      Consumer<@Nullable AuthCredentials> answer) {
    boolean heard;
    Decision decision = new Decision(answer);
    try {
      heard = delegate.onLogin(challenge, decision);
    } catch (RuntimeException defect) {
      decision.decline();
      throw defect;
    }
    if (!heard) {
      askProvider(challenge, answer);
    }
  }

  private void askProvider(AuthChallenge challenge, Consumer<@Nullable AuthCredentials> answer) {
    LoginProvider provider = context.provider();
    if (provider == null) {
      answer.accept(null);
      return;
    }
    Question question = Question.of(challenge);
    List<Consumer<@Nullable AuthCredentials>> waiting = asked.get(question);
    if (waiting != null) {
      waiting.add(answer);
      return;
    }
    List<Consumer<@Nullable AuthCredentials>> together = new ArrayList<>(1);
    together.add(answer);
    asked.put(question, together);
    Decision decision =
        new Decision(
            credentials -> {
              asked.remove(question);
              together.forEach(one -> one.accept(credentials));
            });
    try {
      provider.onLogin(challenge, decision);
    } catch (RuntimeException defect) {
      decision.decline();
      throw defect;
    }
  }

  /** The first answer counts, and takes effect in a turn of its own of the network thread. */
  private final class Decision extends AtomicBoolean implements LoginDecision {
    private static final long serialVersionUID = 1L;

    private final transient Consumer<@Nullable AuthCredentials> answer;

    Decision(Consumer<@Nullable AuthCredentials> answer) {
      this.answer = answer;
    }

    @Override
    public void logIn(AuthCredentials credentials) {
      if (credentials == null) {
        throw new NullPointerException("credentials");
      }
      once(credentials);
    }

    @Override
    public void decline() {
      once(null);
    }

    private void once(@Nullable AuthCredentials credentials) {
      if (compareAndSet(false, true)) {
        try {
          context.loop().execute(() -> answer.accept(credentials));
        } catch (RejectedExecutionException ended) {
          // The network has ended, and the request with it.
          return;
        }
      }
    }
  }
}
