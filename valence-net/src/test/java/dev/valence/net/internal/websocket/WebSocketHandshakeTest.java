package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketHandshakeTest {
  private static String check(List<String> offered, int status, String change) throws NetException {
    WebSocketHandshake handshake = WebSocketHandshake.begin(new SecureRandom(), offered, null);
    HeaderList request = new HeaderList();
    handshake.addTo(request);
    HeaderList answer = new HeaderList();
    answer.add("Upgrade", "WebSocket");
    answer.add("Connection", "keep-alive, Upgrade");
    answer.add(
        "Sec-WebSocket-Accept", WebSocketHandshake.acceptFor(request.get("sec-websocket-key")));
    if (change != null) {
      String name = change.substring(change.startsWith("+") ? 1 : 0).split("=")[0];
      if (!change.startsWith("+")) {
        answer.remove(name);
      }
      if (change.contains("=")) {
        answer.add(name, change.split("=", 2)[1]);
      }
    }
    return handshake.check(new ResponseHead(HttpVersion.HTTP_1_1, status, "", answer)).protocol();
  }

  @Test
  void theKeyOfTheRfc() {
    assertThat(WebSocketHandshake.acceptFor("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void aGoodAnswerOpensIt() throws NetException {
    assertThat(check(List.of(), 101, null)).isEmpty();
    assertThat(check(List.of("chat", "superchat"), 101, "+Sec-WebSocket-Protocol=chat"))
        .isEqualTo("chat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 200 | | Unexpected response code: 200",
        "'' | 101 | Upgrade | 'Upgrade' header is missing",
        "'' | 101 | Upgrade=h2c | 'Upgrade' header value is not 'WebSocket': h2c",
        "'' | 101 | +Upgrade=websocket | 'Upgrade' header must not appear more than once in a response",
        "'' | 101 | Connection | 'Connection' header is missing",
        "'' | 101 | Connection=close | 'Connection' header value must contain 'Upgrade'",
        "'' | 101 | Sec-WebSocket-Accept | 'Sec-WebSocket-Accept' header is missing",
        "'' | 101 | Sec-WebSocket-Accept=x | Incorrect 'Sec-WebSocket-Accept' header value",
        "'' | 101 | +Sec-WebSocket-Protocol=a | Response must not include 'Sec-WebSocket-Protocol' header if not present in request: a",
        "b | 101 | +Sec-WebSocket-Protocol=a | 'Sec-WebSocket-Protocol' header value 'a' in response does not match any of sent values",
        "b | 101 | | Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received",
      },
      quoteCharacter = '`')
  void aBadAnswerIsNamed(String offered, int status, String change, String message) {
    List<String> protocols = offered.equals("''") ? List.of() : List.of(offered);

    assertThatThrownBy(() -> check(protocols, status, change))
        .isInstanceOf(NetException.class)
        .hasMessage("net::ERR_INVALID_RESPONSE")
        .extracting(e -> ((NetException) e).detail())
        .isEqualTo("Error during WebSocket handshake: " + message);
  }
}
