package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.testkit.TestServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The emulated line on the road. Only lower bounds of times are asserted: a machine may be slow,
 * but the line must not be fast.
 */
@ExtendWith(NettyWatch.class)
class RoadThrottleTest {
  private static final byte[] BODY = new byte[30_000];

  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private RoadClient client;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    client = RoadClient.start();
    server = serve(false);
  }

  private TestServer serve(boolean http2) throws Exception {
    TestServer.Handler handler =
        exchange -> {
          switch (exchange.path()) {
            case "/body" -> exchange.reply(200).bytes(BODY);
            case "/never" -> exchange.await(gate);
            default -> exchange.reply(200).text(String.valueOf(exchange.body().length));
          }
        };
    return http2 ? TestServer.builder().tls().http2().start(handler) : TestServer.start(handler);
  }

  @AfterEach
  void stop() {
    gate.complete(null);
    client.close();
    server.close();
  }

  private void emulate(NetworkConditions conditions) {
    client.context().conditions(conditions).join();
  }

  private static NetworkConditions down(double bytesPerSecond) {
    return NetworkConditions.builder().downloadThroughput(bytesPerSecond).build();
  }

  private static long millis(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResponseComesNoFasterThanTheLine(boolean http2) throws Exception {
    server.close();
    server = serve(http2);
    emulate(down(100_000));

    long taken = millis(() -> assertThat(client.get(server.url("/body")).bytes()).isEqualTo(BODY));

    assertThat(taken).isGreaterThan(200);
  }

  @Test
  void twoResponsesShareTheLine() {
    emulate(down(100_000));

    long taken =
        millis(
            () -> {
              RoadCall first = client.get(server.url("/body"));
              RoadCall second = client.get(server.url("/body"));
              assertThat(first.bytes()).isEqualTo(BODY);
              assertThat(second.bytes()).isEqualTo(BODY);
            });

    assertThat(taken).isGreaterThan(450);
  }

  @Test
  void aRequestBodyGoesNoFasterThanTheLine() {
    emulate(NetworkConditions.builder().uploadThroughput(100_000).build());

    long taken =
        millis(
            () ->
                assertThat(
                        client
                            .start(
                                server.url("/up"),
                                request -> request.method("POST").body(TestBody.of(BODY)))
                            .text())
                    .isEqualTo("30000"));

    assertThat(taken).isGreaterThan(200);
  }

  @Test
  void aHeadTakesTheLatencyAtTheLeast() {
    emulate(NetworkConditions.builder().latency(120).build());

    assertThat(millis(() -> client.get(server.url("/")).response())).isGreaterThanOrEqualTo(120);
  }

  @Test
  void offlineFailsWhatRunsAndWhatComes() throws Exception {
    RoadCall running = client.get(server.url("/never"));
    server.takeRequest();

    emulate(NetworkConditions.builder().offline(true).build());

    assertThat(running.error()).isEqualTo(NetError.INTERNET_DISCONNECTED);
    assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.INTERNET_DISCONNECTED);
    server.awaitOpenConnections(0);

    emulate(null);
    assertThat(client.get(server.url("/")).status()).isEqualTo(200);
  }

  @Test
  void theEndOfTheEmulationFreesWhatIsUnderWay() {
    emulate(down(1));
    RoadCall call = client.get(server.url("/body"));
    call.head();

    emulate(null);

    assertThat(call.bytes()).isEqualTo(BODY);
  }

  @Test
  void aCancelledBodyLeavesTheLine() {
    emulate(down(1000));
    RoadCall call = client.get(server.url("/body"));
    call.head();

    call.cancel();

    assertThat(call.error()).isEqualTo(NetError.ABORTED);
    emulate(down(1_000_000));
    assertThat(client.get(server.url("/body")).bytes()).isEqualTo(BODY);
  }

  @Test
  void conditionsAreChecked() {
    assertThat(catchThrowable(() -> NetworkConditions.builder().latency(-1)))
        .hasMessage("latency is from 0 to 3600000 milliseconds, not -1.0");
    assertThat(catchThrowable(() -> NetworkConditions.builder().uploadThroughput(Double.NaN)))
        .hasMessage("uploadThroughput is 0 or a number of bytes a second, not NaN");
  }
}
