package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.http.RequestPriority;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPriorityTest {
  private static Valence valence;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    valence = Valence.builder().trustedRoots(TestAuthority.shared().certificate()).build();
    server = TestServer.builder().tls().http2().start(exchange -> exchange.reply(200).text("x"));
  }

  @AfterAll
  static void close() {
    valence.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "n121,throttled,true,'u=5, i'",
    "n122,throttled,false,u=5",
    "n123,idle,true,'u=4, i'",
    "n125,lowest,true,i",
    "n126,lowest,false,",
    "n127,low,true,'u=2, i'",
    "n129,medium,true,'u=1, i'",
    "n130,medium,false,u=1",
    "n131,highest,true,'u=0, i'"
  })
  void n121_n122_n123_n125_n126_n127_n129_n130_n131_priorityHeader(
      String row, String priority, boolean incremental, String header) throws Exception {
    RequestProbe probe =
        RequestProbe.of(
            valence
                .net()
                .request(
                    RequestOptions.builder()
                        .url(server.url("/"))
                        .priority(RequestPriority.ofWireName(priority))
                        .priorityIncremental(incremental)
                        .build()));
    probe.request().end();
    assertThat(probe.response().httpVersion()).isEqualTo("2.0");
    assertThat(server.takeRequest().header("priority")).as(row).isEqualTo(header);
  }
}
