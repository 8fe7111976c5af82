package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.ApacheLogins;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins with the ticket that kinit got, at a real Apache and a real squid; nobody is asked. */
@Tag("peers")
class TicketLoginTest {
  private static ApacheLogins apache;
  private static Path tickets;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    apache = ApacheLogins.start();
    tickets = apache.realm().ticketOfAnn();
  }

  @AfterAll
  static void stop() {
    apache.close();
  }

  private List<String> client(Path cache, String... arguments) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.security.krb5.conf=" + apache.kerberosConfig());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(TicketClient.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KRB5CCNAME", cache.toString());
    Process process =
        builder
            .redirectError(folder.resolve("errors").toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> text(folder.resolve("errors"))).isZero();
    return Files.readAllLines(output);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void aServerThatIsNamedGetsIt() throws Exception {
    String url = apache.origin() + "/negotiate/";

    assertThat(client(tickets, "*localhost", "direct://", url, url))
        .containsExactly("200 in", "200 in");
  }

  @Test
  void aServerThatIsNotNamedGetsNone() throws Exception {
    assertThat(client(tickets, "*.example.com", "direct://", apache.origin() + "/negotiate/"))
        .containsExactly("401 ");
  }

  @Test
  void withoutATicketTheResponseIsDelivered() throws Exception {
    assertThat(client(folder.resolve("none"), "*", "direct://", apache.origin() + "/negotiate/"))
        .containsExactly("401 ");
  }

  /** Tunnels are cells of {@link ProxyMatrixTest}. */
  @Test
  void aProxyGetsIt() throws Exception {
    try (ProxyPeer squid = ProxyPeer.squidWithKerberos(apache.realm());
        TestServer plain = TestServer.start(exchange -> exchange.respond(200, "plain"))) {
      String proxy = "http://localhost:" + squid.port();
      assertThat(client(tickets, "", proxy, plain.url("127.0.0.1", "/")))
          .containsExactly("200 plain");
      assertThat(client(folder.resolve("none"), "", proxy, plain.url("127.0.0.1", "/")))
          .containsExactly("407 ");
    }
  }
}
