package dev.valence.webrequest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Request;
import dev.valence.interception.Interceptor;
import dev.valence.interception.Interceptors;
import dev.valence.interception.MessageAction;
import dev.valence.interception.RequestAction;
import dev.valence.interception.TrafficObserver;
import dev.valence.internal.fetch.FetchPlan;
import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.internal.session.SessionImpl;
import dev.valence.testkit.TestServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom hits of the HTTP cache that are ready on any thread have to be shown to. */
class ReadyAnswersTest {
  private static final WebRequestFilter OTHERS = WebRequestFilter.urls("*://elsewhere.example/*");
  private static final WebRequestFilter OTHER_TYPES =
      WebRequestFilter.builder().urls("<all_urls>").typeNames(java.util.List.of("image")).build();
  private static final WebRequestFilter THIS = WebRequestFilter.urls("http://127.0.0.1:*/*");

  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("ready");
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Cache-Control", "max-age=600").text("stored"));
    for (int i = 0; i < 3; i++) {
      session
          .fetch(server.url("/"))
          .thenCompose(response -> response.text())
          .get(20, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private boolean isReady() {
    Surroundings around = ((SessionImpl) session).surroundings();
    return around
            .context()
            .answerAtOnce(
                FetchPlan.of(
                    Request.of(server.url("/")), around.timeouts(), null, around.workers()))
        != null;
  }

  @Test
  void listenersForOtherRequestsDoNotCount() {
    assertThat(isReady()).isTrue();
    session.webRequest().onCompleted(OTHERS, details -> {});
    session.webRequest().onSendHeaders(OTHER_TYPES, details -> {});
    assertThat(isReady()).isTrue();
    session.webRequest().onSendHeaders(THIS, details -> {});
    assertThat(isReady()).isFalse();
    session.webRequest().onSendHeaders(THIS, null);
    assertThat(isReady()).isTrue();
  }

  @Test
  void interceptorsOfOtherRequestsAndOfMessagesDoNotCount() {
    session
        .interceptors()
        .add(Interceptor.builder(OTHERS).onRequest(asked -> RequestAction.cancel()).build());
    session
        .interceptors()
        .add(Interceptor.builder(THIS).onMessage(asked -> MessageAction.drop()).build());
    assertThat(isReady()).isTrue();
    Interceptor one = Interceptor.builder(THIS).onRequest(asked -> RequestAction.cancel()).build();
    session.interceptors().add(one);
    assertThat(isReady()).isFalse();
    session.interceptors().remove(one);
    assertThat(isReady()).isTrue();
  }

  @Test
  void observersOfOtherRequestsDoNotCount() {
    Interceptors.Observation others =
        session.interceptors().observe(OTHERS, new TrafficObserver() {});
    assertThat(isReady()).isTrue();
    Interceptors.Observation all = session.interceptors().observe(THIS, new TrafficObserver() {});
    assertThat(isReady()).isFalse();
    all.close();
    assertThat(isReady()).isTrue();
    others.close();
  }
}
