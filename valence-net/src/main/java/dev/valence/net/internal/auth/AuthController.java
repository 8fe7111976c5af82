package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.auth.AuthHandler.Answer;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.url.Url;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The login of one request, or one tunnel, at one server or proxy, over all its rounds (Chromium's
 * {@code HttpAuthController}). Confined to the network thread.
 *
 * <p>Before each attempt {@link #authorize}; with each 401 or 407 {@link #challenged}.
 */
public final class AuthController {
  /** What follows from a challenge. */
  public enum Verdict {
    /** Nothing is left to try: the response is the answer. */
    DELIVER,
    /** Send the request again. */
    RETRY,
    /** Ask for credentials, tell {@link #logIn}, and send the request again. */
    ASK
  }

  /** Takes the outcome of {@link #authorize}, on the network thread, once. */
  public interface Outcome {
    /** The value of the field, or null to send none. */
    void onAuthorized(@Nullable String value);

    /** The request cannot be sent. */
    void onFailed(NetException error);
  }

  /** Who logs in; without credentials whoever is logged in to the system. */
  private record Identity(@Nullable AuthCredentials credentials) {}

  /** No sound login takes so many rounds; a server could go on for ever. */
  private static final int MOST_ROUNDS = 20;

  private final AuthContext context;
  private final AuthPlace place;
  private final Url url;
  private @Nullable AuthCredentials own;
  private final NetLogWithSource log;
  private final Set<AuthScheme> failed = EnumSet.noneOf(AuthScheme.class);
  private @Nullable AuthHandler handler;
  private @Nullable Identity identity;
  private @Nullable AuthCredentials refused;
  private boolean lostConnection;
  private boolean ownAsked;
  private boolean ownUsed;
  private boolean ambientUsed;
  private int rounds;

  /**
   * A login.
   *
   * @param url of the request, without credentials
   * @param own what the URL or the proxy's configuration gives; tried first, and once
   */
  public AuthController(
      AuthContext context,
      AuthPlace place,
      Url url,
      @Nullable AuthCredentials own,
      NetLogWithSource log) {
    this.context = context;
    this.place = place;
    this.url = url;
    this.own = own;
    this.log = log;
  }

  /** Makes the field for the next attempt; without a challenge so far, of a login that is known. */
  public void authorize(AuthRequest request, Outcome outcome) {
    AuthHandler current = handler;
    if (current == null) {
      current = knownLogin();
    }
    Identity who = identity;
    if (current == null || who == null) {
      outcome.onAuthorized(null);
      return;
    }
    AuthHandler used = current;
    log.begin(NetLogEventType.AUTH_GENERATE_TOKEN);
    used.token(
        who.credentials(),
        request,
        nonceCount(used),
        new AuthHandler.TokenSink() {
          @Override
          public void onToken(String value) {
            log.end(NetLogEventType.AUTH_GENERATE_TOKEN);
            outcome.onAuthorized(value);
          }

          @Override
          public void onFailed(NetException reason) {
            log.endWithError(NetLogEventType.AUTH_GENERATE_TOKEN, reason);
            onTokenFailed(used, who, reason, outcome);
          }
        });
  }

  /** Without its scheme the request goes on: the server will ask again for another one. */
  private void onTokenFailed(AuthHandler used, Identity who, NetException reason, Outcome outcome) {
    if (used.scheme() == AuthScheme.DIGEST || reason.error() == NetError.CONTEXT_SHUT_DOWN) {
      outcome.onFailed(reason);
      return;
    }
    AuthCredentials credentials = who.credentials();
    if (credentials != null) {
      context.cache().removeRefused(place, used.realm(), used.scheme(), credentials);
    }
    if (credentials != null || !used.takesCredentials()) {
      failed.add(used.scheme());
    }
    forget();
    outcome.onAuthorized(null);
  }

  /** RFC 7617 §2.2, RFC 7616 §3.6: a login for a path near this one is sent unasked. */
  private @Nullable AuthHandler knownLogin() {
    AuthCache.Entry entry = context.cache().findByPath(place, path());
    if (entry == null
        || failed.contains(entry.scheme())
        || !context.allows(place, entry.scheme())) {
      return null;
    }
    AuthHandler made = AuthHandlers.create(entry.scheme(), entry.challenge(), place, context);
    if (made != null) {
      handler = made;
      identity = new Identity(entry.credentials());
    }
    return made;
  }

  /** How often this nonce was used, over all requests of the context. */
  private int nonceCount(AuthHandler used) {
    AuthCache.Entry entry = context.cache().find(place, used.realm(), used.scheme());
    return entry != null && entry.challenge() == used.challenge() ? entry.nextNonceCount() : 1;
  }

  /** The server or proxy asks for a login, or for another one. */
  public Verdict challenged(HeaderList headers) {
    List<Challenge> challenges =
        ChallengeParser.parse(headers.getAll(place.target().challengeField()));
    if (++rounds > MOST_ROUNDS) {
      forget();
      return Verdict.DELIVER;
    }
    AuthHandler tried = handler;
    Identity who = identity;
    if (tried != null && who != null) {
      judge(tried, who, challenges);
    }
    while (true) {
      AuthHandler next = handler;
      if (next == null) {
        next = AuthHandlers.best(challenges, place, failed, context);
        handler = next;
        tellOfHandler(next);
      }
      if (next == null) {
        return Verdict.DELIVER;
      }
      if (!next.needsIdentity() && identity != null) {
        return Verdict.RETRY;
      }
      if (selectIdentity(next)) {
        return Verdict.RETRY;
      }
      if (next.takesCredentials()) {
        return Verdict.ASK;
      }
      failed.add(next.scheme());
      forget();
    }
  }

  /** What the server thinks of the login that was tried. */
  private void judge(AuthHandler tried, Identity who, List<Challenge> challenges) {
    Answer answer = Answer.REJECT;
    Challenge judged = null;
    for (Challenge challenge : challenges) {
      if (AuthScheme.of(challenge.scheme()) == tried.scheme()) {
        answer = tried.challengedAgain(challenge);
        judged = challenge;
        if (answer != Answer.INVALID) {
          break;
        }
      }
    }
    if (log.isCapturing()) {
      String name = answer.name().toLowerCase(Locale.ROOT);
      log.event(
          NetLogEventType.AUTH_HANDLE_CHALLENGE,
          fields -> fields.put("authorization_result", name));
    }
    AuthCredentials credentials = who.credentials();
    switch (answer) {
      case ACCEPT -> {
        return;
      }
      case DIFFERENT_REALM -> {}
      case STALE -> {
        if (judged != null) {
          context.cache().renewChallenge(place, tried.realm(), tried.scheme(), judged);
        }
      }
      case REJECT, INVALID -> {
        if (credentials != null) {
          context.cache().removeRefused(place, tried.realm(), tried.scheme(), credentials);
          refused = credentials;
        }
      }
    }
    forget();
  }

  /** What the URL says, then what is known, then the log-in to the system. */
  private boolean selectIdentity(AuthHandler next) {
    AuthCredentials given = own;
    if (given != null && !ownUsed && next.takesCredentials()) {
      ownUsed = true;
      use(next, given);
      return true;
    }
    AuthCache.Entry entry = context.cache().find(place, next.realm(), next.scheme());
    if (entry != null && next.takesCredentials()) {
      use(next, entry.credentials());
      return true;
    }
    if (!ambientUsed && next.takesAmbient()) {
      ambientUsed = true;
      identity = new Identity(null);
      return true;
    }
    return false;
  }

  /** Who logs in, for what; only after {@link Verdict#ASK}. */
  public AuthChallenge question() {
    AuthHandler asking = handler;
    if (asking == null) {
      throw new IllegalStateException("nobody asks");
    }
    return new AuthChallenge(
        place.target() == AuthTarget.PROXY,
        asking.scheme(),
        place.host(),
        place.port(),
        asking.realm(),
        url,
        refused == null);
  }

  /**
   * Somebody logs in; false when these very credentials were refused just now, as then the answer
   * is known.
   */
  public boolean logIn(AuthCredentials credentials) {
    AuthHandler asking = handler;
    if (asking == null || Objects.equals(credentials, refused)) {
      return false;
    }
    use(asking, credentials);
    return true;
  }

  private void use(AuthHandler with, AuthCredentials credentials) {
    identity = new Identity(credentials);
    context.cache().put(place, with.realm(), with.scheme(), with.challenge(), credentials, path());
  }

  /** Whether a login of the connection is under way, or done: not of each request. */
  public boolean logsConnectionIn() {
    AuthHandler current = handler;
    return current != null && identity != null && current.scheme().isConnectionBased();
  }

  /** Whether this attempt only begins a login: a request's body goes with the next one. */
  public boolean isPrelude() {
    AuthHandler current = handler;
    return current != null && identity != null && current.isPrelude();
  }

  /** Whether the next attempt must go over the connection of the last response. */
  public boolean needsSameConnection() {
    AuthHandler current = handler;
    return current != null && logsConnectionIn() && !current.needsIdentity();
  }

  /**
   * The connection ended between two rounds: the login begins anew. When that happens again, its
   * scheme is given up.
   */
  public void onConnectionLost() {
    AuthHandler current = handler;
    if (current != null && needsSameConnection()) {
      if (lostConnection) {
        failed.add(current.scheme());
      }
      lostConnection = true;
      forget();
    }
  }

  /** Whether nobody has told yet what the configuration gives. */
  public boolean wantsOwn() {
    return !ownAsked;
  }

  /** What the configuration gives; tried first, and once. */
  public void own(@Nullable AuthCredentials configured) {
    ownAsked = true;
    own = configured;
  }

  public AuthPlace place() {
    return place;
  }

  private void forget() {
    handler = null;
    identity = null;
  }

  private String path() {
    return place.target() == AuthTarget.PROXY ? "" : url.path();
  }

  private void tellOfHandler(@Nullable AuthHandler made) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.AUTH_HANDLER_CREATE_RESULT,
          fields -> {
            fields.put("target", place.target().name().toLowerCase(Locale.ROOT));
            fields.put("origin", place.scheme() + "://" + place.host() + ":" + place.port());
            fields.put("scheme", made == null ? null : made.scheme().wireName());
          });
    }
  }
}
