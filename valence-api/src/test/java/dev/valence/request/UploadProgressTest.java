package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadProgressTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private ClientRequest post(String url) {
    return valence.net().request(RequestOptions.builder().method("POST").url(url).build());
  }

  @Test
  void n077_n299_theEventAndTheMethodAgree() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.body();
              exchange.await(gate);
              exchange.respond(200, "");
            })) {
      ClientRequest request = post(server.url("/"));
      RequestProbe probe = RequestProbe.of(request);
      assertThat(request.getUploadProgress()).isEqualTo(UploadProgress.INACTIVE);
      CompletableFuture<List<UploadProgress>> seen = new CompletableFuture<>();
      request.on(
          ClientRequest.UPLOAD_PROGRESS,
          (position, total) -> {
            if (position == total) {
              seen.complete(
                  List.of(
                      new UploadProgress(true, true, position, total),
                      request.getUploadProgress()));
            }
          });
      request.end("hello");
      List<UploadProgress> both = RequestProbe.get(seen);
      assertThat(both.get(0)).isEqualTo(new UploadProgress(true, true, 5, 5));
      assertThat(both.get(1)).isEqualTo(both.get(0));
      gate.complete(null);
      probe.closed();
      assertThat(request.getUploadProgress()).isEqualTo(UploadProgress.INACTIVE);
    }
  }

  @Test
  void n297_nothingElseIsSetWhileInactive() {
    UploadProgress progress = post("http://a.invalid/").getUploadProgress();
    assertThat(progress.active()).isFalse();
    assertThat(progress.started()).isFalse();
    assertThat(progress.current()).isZero();
    assertThat(progress.total()).isZero();
  }

  @Test
  void n298_activeBeforeTheUploadStarts() throws Exception {
    // A chunked request is active from its first write, and this write has no bytes to send.
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      ClientRequest request = post(server.url("/"));
      RequestProbe probe = RequestProbe.of(request);
      request.chunkedEncoding(true);
      CompletableFuture<UploadProgress> first = new CompletableFuture<>();
      valence
          .eventThread()
          .execute(
              () -> {
                request.write("");
                // Progress is shown from the event thread, which is busy here.
                first.complete(request.getUploadProgress());
              });
      assertThat(RequestProbe.get(first)).isEqualTo(UploadProgress.WAITING);
      request.end();
      probe.closed();
    }
  }

  @Test
  void aLargeUploadReportsItsSteps() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.body();
              exchange.respond(200, "");
            })) {
      ClientRequest request = post(server.url("/"));
      RequestProbe probe = RequestProbe.of(request);
      List<Long> positions = new ArrayList<>();
      request.on(
          ClientRequest.UPLOAD_PROGRESS,
          (position, total) -> {
            assertThat(total).isEqualTo(8 << 20);
            positions.add(position);
          });
      request.end(new byte[8 << 20]);
      probe.closed();
      assertThat(positions).isSorted().doesNotHaveDuplicates().endsWith(8L << 20);
      assertThat(positions.size()).isBetween(2, 129);
    }
  }
}
