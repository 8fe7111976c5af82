package dev.valence.net.internal.http2;

import static dev.valence.testkit.Http2Frames.HEADERS;
import static dev.valence.testkit.Http2Frames.RST_STREAM;
import static dev.valence.testkit.Http2Frames.block;
import static dev.valence.testkit.Http2Frames.data;
import static dev.valence.testkit.Http2Frames.goAway;
import static dev.valence.testkit.Http2Frames.headers;
import static dev.valence.testkit.Http2Frames.rstStream;
import static dev.valence.testkit.Http2Frames.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.testkit.Http2Frames;
import dev.valence.testkit.RawHttp2Connection.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Http2ConnectionTest {
  private static final int MAX_CONCURRENT_STREAMS = 3;

  @Test
  void opensAsChromiumDoes() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.silent()) {
      h2.channel.runPendingTasks();
      List<Frame> sent = h2.sent();
      assertThat(sent).extracting(Frame::type).containsExactly(4, 8);
      ByteBuffer settings = ByteBuffer.wrap(sent.get(0).payload());
      List<String> told = new ArrayList<>();
      while (settings.hasRemaining()) {
        told.add(settings.getShort() + "=" + settings.getInt());
      }
      assertThat(told).containsExactlyInAnyOrder("1=65536", "2=0", "4=6291456", "6=262144");
      assertThat(ByteBuffer.wrap(sent.get(1).payload()).getInt())
          .isEqualTo(15 * 1024 * 1024 - 65535);
    }
  }

  @Test
  void requestsLeaveWithThePrefaceBeforeTheServerHasSpoken() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.silent()) {
      h2.get();
      assertThat(h2.sent()).extracting(Frame::type).containsExactly(4, 8, 1);
      assertThat(h2.connection.isAvailable()).isTrue();
    }
  }

  @Test
  void aRequestIsPseudoHeadersThenItsFieldsInLowerCase() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      HeaderList fields =
          HeaderList.of(
              "User-Agent",
              "x",
              "Connection",
              "close",
              "TE",
              "gzip",
              "te",
              "trailers",
              "Host",
              "h",
              "Keep-Alive",
              "5",
              "Upgrade",
              "h2c",
              "X-Latin",
              "caf\u00e9",
              "Cookie",
              "a=1; b=2");
      h2.start(EmbeddedHttp2.request("GET", "/p?q", fields, null, Timeouts.DEFAULT));
      List<Frame> sent = h2.sent();
      assertThat(sent).hasSize(1);
      assertThat(sent.get(0).flags()).isEqualTo(Http2Frames.END_STREAM | Http2Frames.END_HEADERS);
      assertThat(h2.fields(sent))
          .containsExactly(
              ":method: GET",
              ":authority: example.test",
              ":scheme: https",
              ":path: /p?q",
              "user-agent: x",
              "te: trailers",
              "x-latin: caf\u00e9",
              "cookie: a=1; b=2");
    }
  }

  @Test
  void aHeadLongerThanAFrameGoesOnInContinuations() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      HeaderList fields = new HeaderList();
      for (int i = 0; i < 50; i++) {
        fields.add("x-" + i, ("v" + i).repeat(400));
      }
      h2.start(EmbeddedHttp2.request("GET", "/", fields, null, Timeouts.DEFAULT));
      List<Frame> sent = h2.sent();
      assertThat(sent).extracting(Frame::type).startsWith(1, 9).hasSizeGreaterThan(2);
      assertThat(sent.get(0).has(Http2Frames.END_HEADERS)).isFalse();
      assertThat(sent.get(sent.size() - 1).has(Http2Frames.END_HEADERS)).isTrue();
      assertThat(h2.fields(sent)).hasSize(54).endsWith("x-49: " + "v49".repeat(400));
    }
  }

  @Test
  void requestsOfOneTurnLeaveInOneBuffer() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      for (int i = 0; i < 40; i++) {
        h2.connection.start(EmbeddedHttp2.get("/" + i), new Outcome());
      }
      assertThat(h2.channel.outboundMessages()).isEmpty();
      h2.channel.runPendingTasks();
      assertThat(h2.channel.outboundMessages()).hasSize(1);
      assertThat(h2.sent(HEADERS)).hasSize(40);
    }
  }

  @Test
  void aResponseArrivesWhole() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(
          headers(1, false, block(":status", "200", "content-type", "text/plain", "x", "")),
          data(1, false, "hel"),
          data(1, true, "lo"));
      assertThat(got.told()).isEqualTo("200 | hello | end");
      assertThat(got.head.headers().toRawList())
          .containsExactly("content-type", "text/plain", "x", "");
      assertThat(got.head.version().toString()).isEqualTo("2.0");
      assertThat(h2.connection.activeExchanges()).isZero();
      assertThat(h2.owned).containsExactly("available");
    }
  }

  @Test
  void aResponseMayComeByteByByte() {
    byte[] wire =
        Http2Frames.join(
            headers(1, false, block(":status", "103", "link", "</a>")),
            headers(1, false, block(":status", "200")),
            data(1, false, "abc"),
            headers(1, true, block("x-sum", "9")));
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      for (byte b : wire) {
        h2.server(new byte[] {b});
      }
      assertThat(got.told()).isEqualTo("103 [link, </a>] | 200 | abc | end [x-sum, 9]");
    }
  }

  @Test
  void manyStreamsEndInAnyOrder() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      List<Outcome> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(h2.get());
      }
      assertThat(h2.connection.isAvailable()).isFalse();
      for (int i = 99; i >= 0; i--) {
        h2.answer(i * 2 + 1, "n" + i);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(all.get(i).told()).isEqualTo("200 | n" + i + " | end");
      }
    }
  }

  @Test
  void responsesWithoutABodyMayStateALength() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome head =
          h2.start(EmbeddedHttp2.request("HEAD", "/", new HeaderList(), null, Timeouts.DEFAULT));
      Outcome notModified = h2.get();
      h2.server(
          headers(1, true, block(":status", "200", "content-length", "42")),
          headers(3, true, block(":status", "304", "content-length", "42")));
      assertThat(head.told()).isEqualTo("200 | end");
      assertThat(notModified.told()).isEqualTo("304 | end");
    }
  }

  @Test
  void theServersLimitOfStreamsHolds() {
    try (EmbeddedHttp2 h2 =
        EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(MAX_CONCURRENT_STREAMS, 2))) {
      h2.get();
      assertThat(h2.connection.isAvailable()).isTrue();
      h2.get();
      assertThat(h2.connection.isAvailable()).isFalse();
      h2.answer(1, "");
      assertThat(h2.connection.isAvailable()).isTrue();
      h2.get();
      assertThat(h2.connection.isAvailable()).isFalse();
      h2.owned.clear();
      h2.server(settings(MAX_CONCURRENT_STREAMS, 3));
      assertThat(h2.owned).containsExactly("available");
      h2.server(settings(MAX_CONCURRENT_STREAMS, 0));
      assertThat(h2.connection.isAvailable()).isFalse();
    }
  }

  @Test
  void aFreedPlaceCanBeUsedInsideTheCallThatTellsOfTheEnd() {
    try (EmbeddedHttp2 h2 =
        EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(MAX_CONCURRENT_STREAMS, 1))) {
      Outcome second = new Outcome();
      h2.start(
          EmbeddedHttp2.get("/"),
          new Outcome().then(() -> h2.connection.start(EmbeddedHttp2.get("/2"), second)));
      h2.answer(1, "one");
      h2.answer(3, "two");
      assertThat(second.told()).isEqualTo("200 | two | end");
    }
  }

  @Test
  void goAwayRetiresAndGivesBackWhatTheServerWillNotServe() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome served = h2.get();
      Outcome refused = h2.get();
      h2.server(goAway(1, 0));
      assertThat(refused.told()).isEqualTo("HTTP2_SERVER_REFUSED_STREAM untouched");
      assertThat(h2.owned).containsExactly("retired");
      assertThat(h2.connection.isAvailable()).isFalse();
      assertThat(h2.channel.isOpen()).isTrue();
      h2.answer(1, "still");
      assertThat(served.told()).isEqualTo("200 | still | end");
      assertThat(h2.channel.isOpen()).isFalse();
    }
  }

  @Test
  void goAwayInTwoStepsIsFine() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome first = h2.get();
      Outcome second = h2.get();
      h2.server(goAway(Integer.MAX_VALUE, 0));
      assertThat(second.told()).isEmpty();
      h2.server(goAway(1, 0));
      assertThat(second.told()).isEqualTo("HTTP2_SERVER_REFUSED_STREAM untouched");
      h2.answer(1, "x");
      assertThat(first.told()).isEqualTo("200 | x | end");
    }
  }

  @Test
  void goAwayWithAnErrorFailsWhatWasNotServed() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(goAway(0, 11));
      assertThat(got.told()).isEqualTo("HTTP2_PROTOCOL_ERROR untouched");
      assertThat(got.error.detail()).contains("ENHANCE_YOUR_CALM");
    }
  }

  @Test
  void goAwayForHttp11EndsEverything() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(goAway(1, 13));
      assertThat(got.error.error()).isEqualTo(NetError.HTTP_1_1_REQUIRED);
      assertThat(h2.channel.isOpen()).isFalse();
    }
  }

  @Test
  void resetsTellWhatTheyMean() {
    assertThat(afterReset(7)).isEqualTo("HTTP2_SERVER_REFUSED_STREAM untouched");
    assertThat(afterReset(13)).isEqualTo("HTTP_1_1_REQUIRED");
    assertThat(afterReset(0)).isEqualTo("HTTP2_PROTOCOL_ERROR");
    assertThat(afterReset(2)).isEqualTo("HTTP2_PROTOCOL_ERROR");
    assertThat(afterReset(8)).isEqualTo("HTTP2_PROTOCOL_ERROR");
    assertThat(afterReset(0x7fffffff)).isEqualTo("HTTP2_PROTOCOL_ERROR");
  }

  private static String afterReset(int code) {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      Outcome other = h2.get();
      h2.server(rstStream(1, code));
      h2.answer(3, "y");
      assertThat(other.told()).isEqualTo("200 | y | end");
      assertThat(h2.sent(RST_STREAM)).isEmpty();
      return got.told();
    }
  }

  @Test
  void aResetWithoutErrorAfterTheHeadIsTheEnd() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(headers(1, false, block(":status", "200")), data(1, false, "ab"), rstStream(1, 0));
      assertThat(got.told()).isEqualTo("200 | ab | end");
    }
  }

  @Test
  void aResetWithoutErrorBeforeTheStatedLengthIsAFailure() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(
          headers(1, false, block(":status", "200", "content-length", "5")),
          data(1, false, "ab"),
          rstStream(1, 0));
      assertThat(got.told()).isEqualTo("200 | ab | HTTP2_PROTOCOL_ERROR");
    }
  }

  @Test
  void cancellingResetsTheStreamOnly() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.sent();
      got.exchange.cancel(new NetException(NetError.ABORTED));
      h2.channel.runPendingTasks();
      assertThat(got.told()).isEqualTo("ABORTED");
      assertThat(h2.sent(RST_STREAM)).extracting(Frame::errorCode).containsExactly(8);
      // What was on its way is passed over, and not answered.
      h2.answer(1, "late");
      assertThat(h2.sent()).isEmpty();
      assertThat(h2.connection.isAvailable()).isTrue();
      assertThat(h2.connection.activeExchanges()).isZero();
    }
  }

  @Test
  void cancellingWhileTheBodyComesTellsItsReader() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(headers(1, false, block(":status", "200")), data(1, false, "ab"));
      got.exchange.cancel(new NetException(NetError.ABORTED));
      got.exchange.cancel(new NetException(NetError.FAILED));
      assertThat(got.told()).isEqualTo("200 | ab | ABORTED");
    }
  }

  @Test
  void aClosedConnectionFailsEachExchangeOnce() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome first = h2.get();
      Outcome second = h2.get();
      h2.server(headers(1, false, block(":status", "200")), data(1, false, "ab"));
      Outcome third = h2.get();
      h2.channel.close();
      h2.channel.runPendingTasks();
      assertThat(first.told()).isEqualTo("200 | ab | CONNECTION_CLOSED");
      // Only what began after the connection had proved itself may be taken to be untouched.
      assertThat(second.told()).isEqualTo("CONNECTION_CLOSED");
      assertThat(third.told()).isEqualTo("CONNECTION_CLOSED untouched");
      assertThat(h2.owned).containsExactly("retired");
    }
  }

  @Test
  void closingSaysGoodBye() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.sent();
      h2.connection.close(new NetException(NetError.NETWORK_CHANGED));
      assertThat(got.told()).isEqualTo("NETWORK_CHANGED");
      assertThat(h2.sent(Http2Frames.GOAWAY)).extracting(Frame::errorCode).containsExactly(0);
      assertThat(h2.channel.isOpen()).isFalse();
      assertThat(h2.owned).containsExactly("retired");
    }
  }

  @Test
  void aTransportErrorIsTheReason() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.channel.pipeline().fireExceptionCaught(new java.net.SocketException("Connection reset"));
      h2.channel.runPendingTasks();
      assertThat(got.told()).isEqualTo("CONNECTION_RESET");
    }
  }

  @Test
  void aLongSilentConnectionIsProbedWhenItIsUsed() {
    Http2Limits limits = Http2Limits.DEFAULT.withPing(Duration.ofNanos(1), Duration.ofSeconds(10));
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(limits)) {
      h2.channel.freezeTime();
      Outcome got = h2.get();
      List<Frame> pings = h2.sent(Http2Frames.PING);
      assertThat(pings).hasSize(1);
      h2.server(Http2Frames.frame(Http2Frames.PING, Http2Frames.ACK, 0, pings.get(0).payload()));
      h2.channel.advanceTimeBy(11, TimeUnit.SECONDS);
      h2.channel.runScheduledPendingTasks();
      assertThat(got.told()).isEmpty();
      assertThat(h2.channel.isOpen()).isTrue();
    }
  }

  @Test
  void anUnansweredProbeEndsTheConnection() {
    Http2Limits limits = Http2Limits.DEFAULT.withPing(Duration.ofNanos(1), Duration.ofNanos(1));
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(limits)) {
      Outcome got = h2.get();
      h2.channel.advanceTimeBy(1, TimeUnit.SECONDS);
      h2.channel.runScheduledPendingTasks();
      assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PING_FAILED);
      assertThat(h2.channel.isOpen()).isFalse();
      assertThat(h2.owned).containsExactly("retired");
    }
  }

  @Test
  void aLateHeadRunsIntoItsLimit() {
    Timeouts timeouts = Timeouts.DEFAULT.withResponseHeaders(Duration.ofMillis(5));
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.start(EmbeddedHttp2.request("GET", "/", new HeaderList(), null, timeouts));
      h2.runTimers(() -> got.error != null);
      assertThat(got.told()).isEqualTo("TIMED_OUT");
      assertThat(h2.sent(RST_STREAM)).hasSize(1);
    }
  }

  @Test
  void aSilentBodyRunsIntoItsLimit() {
    Timeouts timeouts = Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(5));
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.start(EmbeddedHttp2.request("GET", "/", new HeaderList(), null, timeouts));
      h2.server(headers(1, false, block(":status", "200")));
      h2.runTimers(() -> got.error != null);
      assertThat(got.told()).isEqualTo("200 | TIMED_OUT");
    }
  }
}
