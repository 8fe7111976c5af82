package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.fetch.Response;
import dev.valence.webrequest.BeforeRequestResponse;
import dev.valence.webrequest.BeforeSendResponse;
import dev.valence.webrequest.HeadersReceivedResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners of {@code webRequest} stand before handlers. */
class ProtocolWebRequestTest {
  private final ProtocolProbe probe = new ProtocolProbe();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    probe.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "file", "made-up"})
  void n170_n172_n173_s249_s251_cancelledBeforeTheHandler(String scheme) throws Exception {
    List<String> handled = new CopyOnWriteArrayList<>();
    probe
        .protocol()
        .handle(
            scheme,
            request -> {
              handled.add(request.url());
              return Response.ofText("x");
            });
    probe
        .session()
        .webRequest()
        .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    assertThat(probe.failureOf(scheme + "://foo/bar"))
        .hasMessageContaining("net::ERR_BLOCKED_BY_CLIENT");
    assertThat(handled).isEmpty();
  }

  @Test
  void n171_s250_filesAreCancelledToo() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "x");
    probe
        .session()
        .webRequest()
        .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    assertThat(probe.failureOf(file.toUri().toString()))
        .hasMessageContaining("net::ERR_BLOCKED_BY_CLIENT");
  }

  @Test
  void everyEventIsTold() {
    List<String> events = new CopyOnWriteArrayList<>();
    probe.protocol().handle("made-up", request -> Response.ofText(request.headers().get("X-A")));
    var web = probe.session().webRequest();
    web.onBeforeRequest(
        (details, callback) -> {
          events.add("onBeforeRequest");
          callback.call(BeforeRequestResponse.proceed());
        });
    web.onBeforeSendHeaders(
        (details, callback) -> {
          events.add("onBeforeSendHeaders");
          callback.call(BeforeSendResponse.requestHeaders(Map.of("X-A", "listener")));
        });
    web.onSendHeaders(details -> events.add("onSendHeaders"));
    web.onHeadersReceived(
        (details, callback) -> {
          events.add("onHeadersReceived");
          callback.call(
              HeadersReceivedResponse.responseHeaders(Map.of("X-B", List.of("listener"))));
        });
    web.onResponseStarted(details -> events.add("onResponseStarted"));
    CompletableFuture<Void> completed = new CompletableFuture<>();
    web.onCompleted(details -> completed.complete(null));
    Response response = probe.fetch("made-up://x");
    assertThat(response.headers().get("x-b")).isEqualTo("listener");
    assertThat(get(response.text())).isEqualTo("listener");
    get(completed);
    assertThat(events)
        .containsExactly(
            "onBeforeRequest",
            "onBeforeSendHeaders",
            "onSendHeaders",
            "onHeadersReceived",
            "onResponseStarted");
  }

  @Test
  void aListenerLeadsToAHandler() {
    probe.protocol().handle("made-up", request -> Response.ofText(request.url()));
    probe
        .session()
        .webRequest()
        .onBeforeRequest(
            (details, callback) ->
                callback.call(
                    details.url().startsWith("http:")
                        ? BeforeRequestResponse.redirect("made-up://there")
                        : BeforeRequestResponse.proceed()));
    assertThat(probe.text("http://nowhere.test/")).isEqualTo("made-up://there");
  }

  @Test
  void s378_theSessionOfAnAnswerHasListenersOfItsOwn() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    var custom = probe.valence.session().fromPartition("custom");
    custom
        .webRequest()
        .onBeforeRequest(
            (details, callback) -> {
              seen.add(details.url());
              callback.call(BeforeRequestResponse.cancel());
            });
    probe
        .protocol()
        .interceptHttpProtocol(
            "http",
            (request, callback) ->
                callback.respond(
                    ProtocolResponse.builder().url(request.url()).session(custom).build()));
    assertThat(probe.failureOf("http://fake-host")).hasMessage("net::ERR_BLOCKED_BY_CLIENT");
    assertThat(seen).containsExactly("http://fake-host/");
  }
}
