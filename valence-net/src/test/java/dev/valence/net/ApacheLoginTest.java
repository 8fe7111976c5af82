package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.testkit.ApacheLogins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins at a real Apache: mod_auth_digest, and mod_auth_gssapi with a local KDC. */
@Tag("peers")
class ApacheLoginTest {
  private static final String KRB5 = "java.security.krb5.conf";

  private static ApacheLogins apache;

  private final RoadClient client = RoadClient.start();
  private final List<AuthChallenge> asked = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws Exception {
    apache = ApacheLogins.start();
    System.setProperty(KRB5, apache.kerberosConfig().toString());
  }

  @AfterAll
  static void stop() {
    System.clearProperty(KRB5);
    apache.close();
  }

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private void provide(String user, String password) {
    client
        .context()
        .authentication()
        .provider(
            (challenge, decision) -> {
              asked.add(challenge);
              decision.logIn(AuthCredentials.of(user, password));
            });
  }

  @Test
  void digest() {
    provide("user", "pass");
    assertThat(client.get(apache.origin() + "/digest/").text()).isEqualTo("in");
    assertThat(client.get(apache.origin() + "/digest/index.html?a=b").text()).isEqualTo("in");
    assertThat(asked).extracting(AuthChallenge::scheme).containsExactly(AuthScheme.DIGEST);
  }

  @Test
  void digestWithAWrongPassword() {
    provide("user", "wrong");
    assertThat(client.get(apache.origin() + "/digest/").status()).isEqualTo(401);
  }

  @Test
  void negotiateWithAPassword() {
    provide("ann", "secret");
    assertThat(client.get(apache.origin() + "/negotiate/").text()).isEqualTo("in");
    assertThat(client.get(apache.origin() + "/negotiate/").text()).isEqualTo("in");
    assertThat(asked).extracting(AuthChallenge::scheme).containsExactly(AuthScheme.NEGOTIATE);
  }

  @Test
  void negotiateWithAWrongPassword() {
    provide("ann", "wrong");
    assertThat(client.get(apache.origin() + "/negotiate/").status()).isEqualTo(401);
  }
}
