package dev.valence;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Has user names and passwords for a whole session: a key chain, a prompt, a settings file.
 *
 * @see Session#setCredentialProvider
 */
@FunctionalInterface
public interface CredentialProvider {
  /**
   * A server or proxy asks for a login, and neither the request nor the session knows one. Called
   * on the event thread; requests that meet the same challenge at the same time share one call.
   *
   * @param challenge who asks; {@link AuthChallenge#firstAttempt} is false when the credentials
   *     before were refused
   * @return the credentials, or null for none, at once or later. A failure is reported and counts
   *     as none. The same credentials again, after they were refused, count as none.
   */
  CompletionStage<@Nullable AuthCredentials> credentials(AuthChallenge challenge);
}
