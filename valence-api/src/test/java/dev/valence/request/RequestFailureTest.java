package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.TestServer;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestFailureTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  @Test
  void n078_anEmptyReplyIsAnError() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.close();
            })) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      assertThat(probe.error()).hasMessage("net::ERR_EMPTY_RESPONSE");
      assertThat(probe.closed()).containsExactly("finish", "error", "close");
    }
  }

  @Test
  void n079_aServerThatLeavesDuringTheUpload() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.reset();
            })) {
      RequestProbe probe =
          RequestProbe.of(
              valence
                  .net()
                  .request(RequestOptions.builder().method("POST").url(server.url("/")).build()));
      probe.request().end(new byte[1 << 20]);
      assertThat(probe.error().getMessage())
          .isIn("net::ERR_FAILED", "net::ERR_CONNECTION_RESET", "net::ERR_CONNECTION_ABORTED");
    }
  }

  @Test
  void n274_errorThenClose() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    RequestProbe probe = RequestProbe.of(valence.net().request("http://127.0.0.1:" + port + "/"));
    probe.request().end();
    assertThat(probe.error()).hasMessage("net::ERR_CONNECTION_REFUSED");
    assertThat(probe.error().code()).isEqualTo(-102);
    assertThat(probe.closed()).containsExactly("finish", "error", "close");
  }

  @Test
  void anErrorWithoutAListenerIsNotThrown() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (Valence watched =
            Valence.builder()
                .uncaughtExceptionHandler((thread, error) -> thrown.complete(error))
                .build();
        RawServer server = RawServer.start(connection -> connection.close())) {
      ClientRequest request = watched.net().request(server.url("/"));
      CompletableFuture<Void> closed = new CompletableFuture<>();
      request.on(ClientRequest.CLOSE, () -> closed.complete(null));
      request.end();
      RequestProbe.get(closed);
      assertThat(thrown).isNotDone();
    }
  }

  @Test
  void n275_n303_aBodyThatBreaksOffIsAnErrorOfTheResponse() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
              connection.close();
            })) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      assertThat(probe.responseError())
          .isInstanceOfSatisfying(
              NetException.class,
              error -> assertThat(error.error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH));
      assertThat(probe.closed())
          .containsExactly("finish", "response", "message error", "message close", "close");
      assertThat(probe.text()).isEqualTo("half");
    }
  }

  @Test
  void closingTheValenceFailsWhatRuns() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.leaveUnanswered())) {
      Valence short1 = Valence.builder().build();
      RequestProbe probe = RequestProbe.of(short1.net().request(server.url("/")));
      probe.request().end();
      server.takeRequest();
      short1.close();
      assertThat(probe.error().error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN);
      assertThat(probe.closed()).containsExactly("finish", "error", "close");
    }
  }
}
