package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class PeersTest {
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(TestAuthority.shared().clientContext()).build();

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String url, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void nginxServesFilesSinkAndDav() throws Exception {
    try (Nginx nginx = Nginx.start()) {
      nginx.file("hello.txt", "hello".getBytes("UTF-8"));

      assertThat(get(nginx.httpOrigin() + "/hello.txt").version()).isEqualTo(Version.HTTP_1_1);
      assertThat(get(nginx.httpsOrigin() + "/hello.txt").version()).isEqualTo(Version.HTTP_1_1);
      HttpResponse<String> overHttp2 = get(nginx.http2Origin() + "/hello.txt");
      assertThat(overHttp2.version()).isEqualTo(Version.HTTP_2);
      assertThat(overHttp2.body()).isEqualTo("hello");
      for (String origin : new String[] {nginx.httpOrigin(), nginx.http2Origin()}) {
        assertThat(put(origin + "/sink", new byte[3_000_000]).body()).isEqualTo("ok\n");
      }
      assertThat(put(nginx.httpOrigin() + "/dav/x", new byte[70_000]).statusCode()).isEqualTo(201);
      assertThat(Files.size(nginx.folder().resolve("dav/x"))).isEqualTo(70_000);
      assertThat(get(nginx.httpOrigin() + "/moved").statusCode()).isEqualTo(302);
      assertThat(get(nginx.httpOrigin() + "/nothing").statusCode()).isEqualTo(204);
      nginx.reload();
    }
  }

  @Test
  void closingNginxLeavesNoProcess() throws Exception {
    Nginx nginx = Nginx.start();
    ProcessHandle master = ProcessHandle.of(nginx.pid()).orElseThrow();
    nginx.close();

    assertThat(master.onExit()).succeedsWithin(java.time.Duration.ofSeconds(20));
    assertThat(nginx.folder()).doesNotExist();
  }

  @Test
  void nodeServesItsRooms() throws Exception {
    try (NodeServer node = NodeServer.start()) {
      for (String origin :
          new String[] {node.httpOrigin(), node.httpsOrigin(), node.http2Origin()}) {
        assertThat(get(origin + "/echo?x=1").body()).contains("\"url\":\"/echo?x=1\"");
        assertThat(get(origin + "/bytes/1000").body()).hasSize(1000);
        assertThat(get(origin + "/chunked/20000").statusCode()).isEqualTo(200);
        assertThat(get(origin + "/redirect/1").headers().firstValue("location"))
            .contains("/redirect/0?status=302");
        assertThat(get(origin + "/redirect/0").body()).isEqualTo("arrived by GET");
        assertThat(put(origin + "/digest", new byte[3]).body())
            .contains("709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c");
        assertThat(get(origin + "/encoded/br/10").headers().firstValue("content-encoding"))
            .contains("br");
        assertThat(get(origin + "/set?set-cookie=a%3D1&set-cookie=b%3D2").headers())
            .satisfies(
                headers ->
                    assertThat(headers.allValues("set-cookie")).containsExactly("a=1", "b=2"));
        assertThat(get(origin + "/trailers").body()).isEqualTo("body");
        assertThat(get(origin + "/status/418").statusCode()).isEqualTo(418);
        assertThat(get(origin + "/else").statusCode()).isEqualTo(404);
      }
      assertThat(get(node.http2Origin() + "/echo").version()).isEqualTo(Version.HTTP_2);
    }
  }

  @Test
  void aMissingProgramIsNamedWithItsPackage() {
    assertThatThrownBy(() -> PeerProcess.find("no-such-program", "some-package"))
        .isInstanceOf(MissingPeerException.class)
        .hasMessage(
            "The program no-such-program is not installed; on Debian: apt-get install some-package");
  }

  @Test
  void aBrokenScriptTellsItsOutput() {
    assertThatThrownBy(() -> NodeServer.start("throw new Error('broken on purpose')"))
        .hasMessageContaining("broken on purpose");
  }
}
