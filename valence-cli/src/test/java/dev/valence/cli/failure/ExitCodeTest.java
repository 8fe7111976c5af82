package dev.valence.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "NAME_NOT_RESOLVED, 6",
    "DNS_TIMED_OUT, 28",
    "CONNECTION_REFUSED, 7",
    "ADDRESS_UNREACHABLE, 7",
    "INVALID_HTTP_RESPONSE, 8",
    "RESPONSE_HEADERS_TOO_BIG, 8",
    "CONTENT_LENGTH_MISMATCH, 18",
    "INCOMPLETE_CHUNKED_ENCODING, 18",
    "CONNECTION_TIMED_OUT, 28",
    "TIMED_OUT, 28",
    "SSL_PROTOCOL_ERROR, 35",
    "TOO_MANY_REDIRECTS, 47",
    "EMPTY_RESPONSE, 52",
    "CONNECTION_RESET, 56",
    "CERT_AUTHORITY_INVALID, 60",
    "CERT_DATE_INVALID, 60",
    "CONTENT_DECODING_FAILED, 61",
    "UPLOAD_STREAM_REWIND_NOT_SUPPORTED, 65",
    "HTTP2_PROTOCOL_ERROR, 92",
    "PROXY_CONNECTION_FAILED, 7",
    "TUNNEL_CONNECTION_FAILED, 97",
    "SOCKS_CONNECTION_FAILED, 97",
    "MANDATORY_PROXY_CONFIGURATION_FAILED, 97",
    "PROXY_CERTIFICATE_INVALID, 97",
    "INVALID_URL, 3"
  })
  void networkFailuresHaveTheirCode(NetError error, int code) {
    assertThat(ExitCode.of(error).number()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource(NetError.class)
  void noNetworkFailureLooksLikeSuccess(NetError error) {
    assertThat(ExitCode.of(error).number()).isPositive();
  }

  @Test
  void numbersAreUnique() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }

  @Test
  void theDocumentHasTheTable() throws IOException {
    Path document = Path.of(System.getProperty("valence.root"), "docs", "cli.md");
    String text = Files.readString(document);
    ExitCode.table()
        .forEach((number, meaning) -> assertThat(text).contains("| " + number + " | " + meaning));
  }

  @Test
  void wrappersOfFuturesAreTakenOff() {
    CommandFailure failure =
        Failures.of(new CompletionException(new NetException(NetError.CONNECTION_REFUSED)));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT);
    assertThat(failure.text()).startsWith("net::ERR_CONNECTION_REFUSED; is the server running");
  }
}
