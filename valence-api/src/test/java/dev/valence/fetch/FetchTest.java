package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.testkit.TestServer;
import org.junit.jupiter.api.Test;

class FetchTest {
  @Test
  void n105_okAndText() throws Exception {
    try (Valence valence = Valence.builder().build();
        TestServer server = TestServer.start(exchange -> exchange.respond(200, "test"))) {
      Response response = valence.net().fetch(server.url("/")).join();
      assertThat(response.ok()).isTrue();
      assertThat(response.text().join()).isEqualTo("test");
      for (var line : server.takeRequest().headers()) System.err.println(line);
    }
  }
}
