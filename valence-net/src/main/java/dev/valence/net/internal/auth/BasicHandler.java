package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Basic (RFC 7617), always in UTF-8, as Chromium sends it and {@code charset} may ask. */
final class BasicHandler extends AuthHandler {
  BasicHandler(Challenge challenge) {
    super(AuthScheme.BASIC, challenge);
  }

  @Override
  Answer challengedAgain(Challenge again) {
    return again.realm().equals(realm()) ? Answer.REJECT : Answer.DIFFERENT_REALM;
  }

  @Override
  void token(
      @Nullable AuthCredentials credentials, AuthRequest request, int nonceCount, TokenSink sink) {
    sink.onToken(value(Objects.requireNonNull(credentials, "credentials")));
  }

  /** The field's value. Pure. */
  static String value(AuthCredentials credentials) {
    String pair = credentials.username() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
