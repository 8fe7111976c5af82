package dev.valence.net.internal.auth;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.internal.auth.DigestChallenge.Qop;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Digest (RFC 7616). */
final class DigestHandler extends AuthHandler {
  private final DigestChallenge digest;
  private final AuthContext context;

  DigestHandler(Challenge challenge, DigestChallenge digest, AuthContext context) {
    super(AuthScheme.DIGEST, challenge);
    this.digest = digest;
    this.context = context;
  }

  @Override
  Answer challengedAgain(Challenge again) {
    DigestChallenge next = DigestChallenge.of(again);
    if (next == null) {
      return Answer.INVALID;
    }
    if (!next.realm().equals(digest.realm())) {
      return Answer.DIFFERENT_REALM;
    }
    return next.stale() ? Answer.STALE : Answer.REJECT;
  }

  @Override
  void token(
      @Nullable AuthCredentials credentials, AuthRequest request, int nonceCount, TokenSink sink) {
    AuthCredentials login = Objects.requireNonNull(credentials, "credentials");
    DigestResponse response = new DigestResponse(digest);
    if (digest.qop() != Qop.AUTH_INT) {
      sink.onToken(value(response, login, request, nonceCount, ""));
      return;
    }
    MessageDigest hash = response.newDigest();
    RequestBody body = request.body();
    if (body == null) {
      sink.onToken(value(response, login, request, nonceCount, DigestResponse.hex(hash.digest())));
    } else if (!body.isReplayable()) {
      sink.onFailed(
          new NetException(
              NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED,
              "Digest with auth-int hashes the request body first, and it cannot be read twice",
              null));
    } else {
      BodyHash.start(
          body,
          hash,
          context.loop(),
          (result, failure) -> {
            if (result == null) {
              sink.onFailed(failure == null ? new NetException(NetError.FAILED) : failure);
            } else {
              String hex = DigestResponse.hex(result);
              sink.onToken(value(response, login, request, nonceCount, hex));
            }
          });
    }
  }

  private String value(
      DigestResponse response,
      AuthCredentials login,
      AuthRequest request,
      int nonceCount,
      String bodyHash) {
    return response.value(
        login, request.method(), request.target(), nonceCount, context.newNonce(), bodyHash);
  }
}
