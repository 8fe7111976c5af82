package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import java.util.Base64;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Negotiate (RFC 4559): SPNEGO with Kerberos by JGSS, off the network thread. */
final class NegotiateHandler extends AuthHandler {
  /** More tokens than any Kerberos login exchanges. */
  private static final int MOST_ROUNDS = 8;

  private final AuthPlace place;
  private final AuthContext context;
  private @Nullable KerberosLogin login;
  private byte[] serverToken = new byte[0];
  private int rounds;

  NegotiateHandler(Challenge challenge, AuthPlace place, AuthContext context) {
    super(AuthScheme.NEGOTIATE, challenge);
    this.place = place;
    this.context = context;
  }

  @Override
  boolean needsIdentity() {
    return login == null;
  }

  @Override
  boolean takesCredentials() {
    return KerberosLogin.isConfigured();
  }

  @Override
  boolean takesAmbient() {
    return context.mayUseAmbient(place);
  }

  @Override
  Answer challengedAgain(Challenge again) {
    KerberosLogin current = login;
    if (again.token68().isEmpty() || current == null || current.isEstablished()) {
      return Answer.REJECT;
    }
    if (++rounds == MOST_ROUNDS) {
      return Answer.INVALID;
    }
    try {
      serverToken = Base64.getDecoder().decode(again.token68());
      return Answer.ACCEPT;
    } catch (IllegalArgumentException e) {
      return Answer.INVALID;
    }
  }

  @Override
  void token(
      @Nullable AuthCredentials credentials, AuthRequest request, int nonceCount, TokenSink sink) {
    KerberosLogin before = login;
    KerberosLogin current = before != null ? before : new KerberosLogin(place.host(), credentials);
    login = current;
    byte[] input = serverToken;
    Runnable work =
        () -> {
          try {
            byte[] token = current.next(input);
            String value = "Negotiate " + Base64.getEncoder().encodeToString(token);
            context.loop().execute(() -> sink.onToken(value));
          } catch (NetException e) {
            context.loop().execute(() -> sink.onFailed(e));
          }
        };
    try {
      context.blocking().execute(work);
    } catch (RejectedExecutionException ended) {
      sink.onFailed(new NetException(NetError.CONTEXT_SHUT_DOWN));
    }
  }
}
