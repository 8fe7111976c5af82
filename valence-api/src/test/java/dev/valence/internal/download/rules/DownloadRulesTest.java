package dev.valence.internal.download.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.download.InterruptReason;
import dev.valence.internal.download.rules.Answer.Kind;
import dev.valence.net.NetError;
import dev.valence.net.http.HeaderList;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String MODIFIED = "Wed, 31 Dec 2025 00:00:00 GMT";
  private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
  private static final Validators TAG = Validators.kept("\"a\"", "");

  // ---- What proves that a file is the same

  @Test
  void aStrongTagOrAnOldDateProvesSameness() {
    assertThat(Validators.of(HeaderList.of("ETag", "\"a\""), NOW).ifRange()).isEqualTo("\"a\"");
    assertThat(Validators.of(HeaderList.of("Last-Modified", MODIFIED, "Date", DATE), NOW).ifRange())
        .isEqualTo(MODIFIED);
  }

  @Test
  void aWeakTagOrAFreshDateProvesNothing() {
    assertThat(Validators.of(HeaderList.of("ETag", "W/\"a\""), NOW).ifRange()).isNull();
    assertThat(
            Validators.of(
                    HeaderList.of("ETag", "W/\"a\"", "Last-Modified", MODIFIED, "Date", DATE), NOW)
                .ifRange())
        .isNull();
    assertThat(Validators.of(HeaderList.of("Last-Modified", MODIFIED), NOW).ifRange()).isNull();
    assertThat(Validators.of(HeaderList.of("Last-Modified", DATE, "Date", DATE), NOW).ifRange())
        .isNull();
    assertThat(Validators.of(HeaderList.of("ETag", "unquoted"), NOW).ifRange()).isNull();
    assertThat(Validators.NONE.ifRange()).isNull();
  }

  // ---- Asking

  @Test
  void s143_aRangeIsAskedForOnlyWithAValidator() {
    assertThat(DownloadRequest.headers(new HeaderList(), 100, -1, TAG).toRawList())
        .containsExactly("Accept-Encoding", "identity", "Range", "bytes=100-", "If-Range", "\"a\"");
    assertThat(DownloadRequest.headers(new HeaderList(), 100, 199, TAG).get("range"))
        .isEqualTo("bytes=100-199");
    assertThat(DownloadRequest.headers(new HeaderList(), 0, -1, TAG).contains("range")).isFalse();
    assertThat(
            DownloadRequest.headers(new HeaderList(), 100, -1, Validators.NONE).contains("range"))
        .isFalse();
  }

  // ---- Answers

  private static Answer answer(int status, long known, String... headers) {
    return Answer.of(
        status,
        HeaderList.of(headers),
        100,
        true,
        known,
        TAG,
        Validators.of(HeaderList.of(headers), NOW));
  }

  @Test
  void aPartThatFitsContinues() {
    assertThat(answer(206, 500, "Content-Range", "bytes 100-499/500", "ETag", "\"a\""))
        .isEqualTo(new Answer(Kind.CONTINUES, 500, null));
    assertThat(answer(206, -1, "Content-Range", "bytes 100-499/500").length()).isEqualTo(500);
    assertThat(answer(206, 500, "Content-Range", "bytes 100-499/*").kind())
        .isEqualTo(Kind.CONTINUES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-499/500",
        "bytes 101-499/500",
        "bytes 100-499/501",
        "bytes 499-100/500",
        "bytes 100-500/500",
        "lines 100-499/500",
        "bytes */500",
        "bytes 100-499",
        ""
      })
  void aPartThatDoesNotFitIsWorthNothing(String range) {
    assertThat(answer(206, 500, "Content-Range", range).kind()).isEqualTo(Kind.START_AGAIN);
  }

  @Test
  void aPartOfAnotherVersionIsWorthNothing() {
    assertThat(answer(206, 500, "Content-Range", "bytes 100-499/500", "ETag", "\"b\"").kind())
        .isEqualTo(Kind.START_AGAIN);
    assertThat(
            answer(206, 500, "Content-Range", "bytes 100-499/500", "Content-Encoding", "gzip")
                .kind())
        .isEqualTo(Kind.START_AGAIN);
  }

  @Test
  void awholeFileAnswersARangeOfAnOldVersion() {
    assertThat(answer(200, 500, "Content-Length", "700"))
        .isEqualTo(new Answer(Kind.WHOLE, 700, null));
    assertThat(answer(200, 500).length()).isEqualTo(-1);
    assertThat(answer(200, 500, "Content-Length", "70", "Content-Encoding", "gzip").length())
        .isEqualTo(-1);
  }

  @Test
  void aRangeBehindTheEndMeansThatAllIsThereOrNothing() {
    assertThat(answer(416, -1, "Content-Range", "bytes */100").kind())
        .isEqualTo(Kind.ALREADY_WHOLE);
    assertThat(answer(416, -1, "Content-Range", "bytes */90").kind()).isEqualTo(Kind.START_AGAIN);
    assertThat(answer(416, 500, "Content-Range", "bytes */100").kind()).isEqualTo(Kind.START_AGAIN);
    assertThat(answer(416, -1).kind()).isEqualTo(Kind.START_AGAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "204, SERVER_BAD_CONTENT",
    "304, SERVER_FAILED",
    "401, SERVER_UNAUTHORIZED",
    "403, SERVER_FORBIDDEN",
    "404, SERVER_BAD_CONTENT",
    "407, SERVER_UNAUTHORIZED",
    "500, SERVER_FAILED",
    "503, SERVER_FAILED",
  })
  void statusesWithoutAFile(int status, InterruptReason reason) {
    Answer answer = answer(status, -1);
    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @Test
  void aPartThatNobodyAskedForIsRefused() {
    HeaderList headers = HeaderList.of("Content-Range", "bytes 0-9/10");
    assertThat(Answer.of(206, headers, 0, false, -1, TAG, TAG).reason())
        .isEqualTo(InterruptReason.SERVER_BAD_CONTENT);
  }

  // ---- Faults

  @Test
  void reasonsOfTheNetwork() {
    assertThat(InterruptRules.ofNetwork(NetError.CONNECTION_RESET))
        .isEqualTo(InterruptReason.NETWORK_DISCONNECTED);
    assertThat(InterruptRules.ofNetwork(NetError.CERT_DATE_INVALID))
        .isEqualTo(InterruptReason.SERVER_CERT_PROBLEM);
    assertThat(InterruptRules.ofNetwork(NetError.TIMED_OUT))
        .isEqualTo(InterruptReason.NETWORK_TIMEOUT);
    assertThat(InterruptRules.ofNetwork(NetError.HTTP2_PROTOCOL_ERROR))
        .isEqualTo(InterruptReason.NETWORK_FAILED);
  }

  @Test
  void reasonsOfTheDisk() {
    assertThat(InterruptRules.ofFile(new IOException("No space left on device")))
        .isEqualTo(InterruptReason.FILE_NO_SPACE);
    assertThat(InterruptRules.ofFile(new FileSystemException("f", null, "File name too long")))
        .isEqualTo(InterruptReason.FILE_NAME_TOO_LONG);
    assertThat(InterruptRules.ofFile(new AccessDeniedException("f")))
        .isEqualTo(InterruptReason.FILE_ACCESS_DENIED);
    assertThat(InterruptRules.ofFile(new FileSystemException("f", null, "Read-only file system")))
        .isEqualTo(InterruptReason.FILE_ACCESS_DENIED);
    assertThat(InterruptRules.ofFile(new IOException((String) null)))
        .isEqualTo(InterruptReason.FILE_FAILED);
  }

  @Test
  void triesComeLaterAndLater() {
    Duration first = Duration.ofMillis(250);
    assertThat(RetryDelay.of(first, 1, null)).isEqualTo(Duration.ofMillis(250));
    assertThat(RetryDelay.of(first, 3, null)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RetryDelay.of(first, 60, null)).isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryDelay.of(first, 1, "7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryDelay.of(first, 1, "86400")).isEqualTo(Duration.ofMinutes(5));
    assertThat(RetryDelay.of(first, 1, DATE)).isEqualTo(first);
  }

  // ---- Hashes

  @Test
  void hashesThatServersTell() {
    String base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    String hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    ExpectedDigests expected = ExpectedDigests.ofSha256(hex);

    assertThat(digests("Repr-Digest", "sha-256=:" + base64 + ":")).isEqualTo(expected);
    assertThat(digests("Digest", "SHA-256=" + base64 + ",md5=xyz")).isEqualTo(expected);
    assertThat(digests("Content-Digest", "sha-256=:" + base64 + ":")).isEqualTo(expected);
    assertThat(digests("Repr-Digest", "md5=:AAAA:, unixsum=:1:").isEmpty()).isTrue();
    assertThat(digests("Repr-Digest", "sha-256=:AAAA:").isEmpty()).isTrue();
    assertThat(digests("Repr-Digest", "sha-256=" + base64).isEmpty()).isTrue();
    assertThat(
            ExpectedDigests.of(HeaderList.of("Content-Digest", "sha-256=:" + base64 + ":"), false)
                .isEmpty())
        .isTrue();
    assertThat(
            ExpectedDigests.of(
                    HeaderList.of(
                        "Repr-Digest", "sha-256=:" + base64 + ":", "Content-Encoding", "gzip"),
                    true)
                .isEmpty())
        .isTrue();
    assertThat(ExpectedDigests.ofText(expected.text())).isEqualTo(expected);
  }

  private static ExpectedDigests digests(String name, String value) {
    return ExpectedDigests.of(HeaderList.of(name, value), true);
  }

  // ---- Spans

  @Test
  void spansCoverTheFileWithoutGaps() {
    assertThat(Span.split(1_000_003, 3))
        .containsExactly(
            new Span(0, 333_334, 0, 0),
            new Span(333_334, 666_668, 0, 0),
            new Span(666_668, 1_000_003, 0, 0));
    assertThat(Span.split(1000, 8)).containsExactly(Span.whole(1000));
  }

  @Test
  void spansSurviveAsText() {
    List<Span> spans = List.of(new Span(0, 500, 20, -7), new Span(500, 1000, 500, 3));
    assertThat(Span.ofText(Span.text(spans))).isEqualTo(spans);
    assertThat(Span.ofText(Span.text(List.of(Span.whole(-1))))).containsExactly(Span.whole(-1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0-10",
        "0-10:11:0",
        "0-10:-1:0",
        "5-10:0:0",
        "0-10:0:0,11-20:0:0",
        "0-9:1"
      })
  void textThatMakesNoSenseIsNoSpans(String text) {
    assertThat(Span.ofText(text)).isNull();
  }

  // ---- Speed

  @Test
  void theSpeedIsThatOfTheLastSeconds() {
    long second = TimeUnit.SECONDS.toNanos(1);
    SpeedEstimate speed = new SpeedEstimate(0);
    for (int i = 0; i < 20; i++) {
      speed.add(1000, i * second + second / 2);
    }
    assertThat(speed.perSecond(20 * second)).isBetween(900L, 1100L);
    assertThat(speed.perSecond(60 * second)).isZero();
  }

  @Test
  void aLimitMakesWaitForAsLongAsTheBytesTake() {
    RateLimit limit = new RateLimit(1000);
    assertThat(limit.waitNanos(5)).isZero();
    limit.taken(500, 5);
    assertThat(limit.waitNanos(5)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    limit.taken(500, 5);
    assertThat(limit.waitNanos(5)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    limit.set(0);
    limit.taken(500, 5);
    assertThat(limit.waitNanos(5)).isZero();
  }
}
