package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.internal.auth.ntlm.ChannelBindings;
import dev.valence.net.internal.auth.ntlm.NtlmClient;
import dev.valence.net.internal.auth.ntlm.NtlmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** NTLM over HTTP (MS-NTHT), with NTLMv2 and given credentials. */
final class NtlmHandler extends AuthHandler {
  /** What is told of this machine: nothing. */
  private static final String WORKSTATION = "WORKSTATION";

  private final AuthPlace place;
  private final AuthContext context;
  private byte @Nullable [] serverMessage;
  private boolean begun;

  NtlmHandler(Challenge challenge, AuthPlace place, AuthContext context) {
    super(AuthScheme.NTLM, challenge);
    this.place = place;
    this.context = context;
  }

  @Override
  boolean needsIdentity() {
    return serverMessage == null;
  }

  @Override
  boolean isPrelude() {
    return begun && serverMessage == null;
  }

  @Override
  Answer challengedAgain(Challenge again) {
    if (again.token68().isEmpty() || serverMessage != null || !begun) {
      // Also a second message of the server: there is no third round.
      return Answer.REJECT;
    }
    try {
      serverMessage = Base64.getDecoder().decode(again.token68());
      return Answer.ACCEPT;
    } catch (IllegalArgumentException e) {
      return Answer.INVALID;
    }
  }

  @Override
  void token(
      @Nullable AuthCredentials credentials, AuthRequest request, int nonceCount, TokenSink sink) {
    byte[] challenge = serverMessage;
    if (challenge == null) {
      begun = true;
      sink.onToken(value(NtlmClient.negotiate()));
      return;
    }
    AuthCredentials login = Objects.requireNonNull(credentials, "credentials");
    byte[] message;
    try {
      message =
          NtlmClient.authenticate(
              identity(login, request), challenge, context.randomBytes(8), context.nowMillis());
    } catch (NtlmException e) {
      sink.onFailed(new NetException(NetError.INVALID_RESPONSE, "NTLM: " + e.getMessage(), null));
      return;
    }
    sink.onToken(value(message));
  }

  private NtlmClient.Identity identity(AuthCredentials login, AuthRequest request) {
    String name = login.username();
    int slash = name.indexOf('\\');
    return new NtlmClient.Identity(
        name.substring(slash + 1),
        slash < 0 ? "" : name.substring(0, slash),
        login.password(),
        WORKSTATION,
        "HTTP/" + place.host(),
        channelBindings(request.peerCertificate()));
  }

  /** What the login is bound to, so that nobody in between can use it (RFC 5929 §4). */
  private byte @Nullable [] channelBindings(@Nullable X509Certificate certificate) {
    if (certificate == null || !place.scheme().equals("https")) {
      return null;
    }
    byte[] endPoint = ServerEndPoint.of(certificate);
    return endPoint == null ? null : ChannelBindings.hash(endPoint);
  }

  private static String value(byte[] message) {
    return "NTLM " + Base64.getEncoder().encodeToString(message);
  }
}
