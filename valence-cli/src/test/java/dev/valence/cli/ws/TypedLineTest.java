package dev.valence.cli.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.websocket.WebSocketMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TypedLineTest {
  @Test
  void aLineIsAMessageOrACommand() {
    assertThat(TypedLine.of("hello")).isEqualTo(new TypedLine.Send(WebSocketMessage.of("hello")));
    assertThat(TypedLine.of(" /ping")).isEqualTo(new TypedLine.Send(WebSocketMessage.of(" /ping")));
    assertThat(TypedLine.of("//ping")).isEqualTo(new TypedLine.Send(WebSocketMessage.of("/ping")));
    assertThat(TypedLine.of("/ping ")).isEqualTo(new TypedLine.Ping());
    assertThat(TypedLine.of("/help")).isEqualTo(new TypedLine.Help());
    assertThat(TypedLine.of("/close")).isEqualTo(new TypedLine.Close(1005, ""));
    assertThat(TypedLine.of("/close 4000")).isEqualTo(new TypedLine.Close(4000, ""));
    assertThat(TypedLine.of("/close 4000  so long"))
        .isEqualTo(new TypedLine.Close(4000, "so long"));
    assertThat(TypedLine.of("/binary 48:69 0x0A"))
        .isEqualTo(new TypedLine.Send(WebSocketMessage.of(new byte[] {0x48, 0x69, 10})));
    assertThat(TypedLine.of("/binary"))
        .isEqualTo(new TypedLine.Send(WebSocketMessage.of(new byte[0])));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(TypedLine.of("/pong"))
        .isEqualTo(
            new TypedLine.Wrong("no such command: /pong; see /help, or type //pong to send it"));
    assertThat(TypedLine.of("/close now")).asString().contains("now is none");
    assertThat(TypedLine.of("/binary 4")).asString().contains("not 4");
  }

  @Test
  void bytesAreDumpedInLinesOfSixteen() {
    byte[] bytes = "0123456789abcdef\u0000\n~".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexDump.of(bytes, 100))
        .isEqualTo(
            "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
                + "00000010  00 0a 7e                                          |..~|");
    assertThat(HexDump.of(bytes, 16)).endsWith("\n… 3 bytes more");
    assertThat(HexDump.of(new byte[0], 16)).isEmpty();
  }
}
