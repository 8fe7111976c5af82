package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a client has to do with what a server sends: the subjects of Autobahn's cases 1 to 7, 9 and
 * 10, with its numbers, each sent at once and in pieces.
 */
class ProtocolTableTest {
  /**
   * A case.
   *
   * @param wire what the server sends
   * @param expected the messages, the pongs and the goodbye of the client
   * @param pieces the sizes in which it is sent, one after the other
   */
  private record Case(String id, byte[] wire, List<String> expected, int... pieces) {
    Case(String id, byte[] wire, List<String> expected) {
      this(id, wire, expected, wire.length, wire.length > 4000 ? 997 * 13 : 1);
    }
  }

  private final List<Case> cases = new ArrayList<>();
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  // ---- Words of the table

  private static byte[] frame(int first, byte[] payload) {
    return RawWebSocket.frame(first, payload);
  }

  private static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] stars(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) '*');
    return bytes;
  }

  private static byte[] goodbye(int code) {
    return frame(0x88, RawWebSocket.closePayload(code, ""));
  }

  private static byte[] all(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String message(boolean text, byte[] payload) {
    String kind = text ? "text " : "binary ";
    if (payload.length <= 60) {
      return kind + HexFormat.of().formatHex(payload);
    }
    CRC32 sum = new CRC32();
    sum.update(payload);
    return kind + payload.length + " bytes " + sum.getValue();
  }

  private static String text(String payload) {
    return message(true, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static String pong(String payload) {
    return "pong " + HexFormat.of().formatHex(payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends with a goodbye of the server. */
  private void fine(String id, byte[] wire, String... expected) {
    List<String> all = new ArrayList<>(List.of(expected));
    all.add("goodbye 1000");
    cases.add(new Case(id, all(wire, goodbye(1000)), all));
  }

  /** As {@link #fine}, sent in pieces of one size only. */
  private void chopped(String id, int piece, byte[] wire, String... expected) {
    List<String> all = new ArrayList<>(List.of(expected));
    all.add("goodbye 1000");
    cases.add(new Case(id, all(wire, goodbye(1000)), all, piece));
  }

  private void ends(String id, byte[] wire, String... expected) {
    cases.add(new Case(id, wire, List.of(expected)));
  }

  private void fails(String id, int code, byte[] wire, String... before) {
    List<String> all = new ArrayList<>(List.of(before));
    all.add("goodbye " + code);
    all.add("failed");
    cases.add(new Case(id, wire, all));
  }

  // ---- Running it

  private void run() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Case each : cases) {
      for (int piece : each.pieces()) {
        List<String> heard = play(each.wire(), piece);
        if (!heard.equals(each.expected())) {
          wrong.add(
              each.id() + " in pieces of " + piece + ": " + heard + ", not " + each.expected());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(cases).isNotEmpty();
  }

  private List<String> play(byte[] wire, int piece) throws Exception {
    List<String> answers = Collections.synchronizedList(new ArrayList<>());
    try (RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              try {
                for (int from = 0; from < wire.length; from += piece) {
                  connection.write(
                      Arrays.copyOfRange(wire, from, Math.min(wire.length, from + piece)));
                }
              } catch (IOException left) {
                // The client may leave at the first wrong byte; what it said is still to be read.
              }
              Frame frame = socket.read();
              while (frame.opcode() != 8) {
                answers.add("pong " + HexFormat.of().formatHex(frame.payload()));
                frame = socket.read();
              }
              answers.add("goodbye " + frame.closeCode());
            })) {
      List<String> heard = new ArrayList<>();
      WebSocketStream stream =
          SocketProbe.get(
              valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults()));
      boolean failed = false;
      try {
        for (WebSocketMessage next = stream.receive(); next != null; next = stream.receive()) {
          heard.add(message(next.isText(), next.bytes()));
        }
      } catch (NetException e) {
        failed = true;
      }
      SocketProbe.get(server.takeConnection().closed());
      heard.addAll(answers);
      if (failed) {
        heard.add("failed");
      }
      return heard;
    }
  }

  // ---- The table

  @Test
  void section1Framing() throws Exception {
    for (int length : new int[] {0, 125, 126, 127, 128, 65535, 65536}) {
      fine("1.1 " + length, frame(0x81, stars(length)), message(true, stars(length)));
      fine("1.2 " + length, frame(0x82, stars(length)), message(false, stars(length)));
    }
    run();
  }

  @Test
  void section2PingsAndPongs() throws Exception {
    String longest = "x".repeat(125);
    fine("2.1", frame(0x89, ""), pong(""));
    fine("2.2", frame(0x89, "hello"), pong("hello"));
    fine("2.3", frame(0x89, hex("00fffefdfcfb00ff")), "pong 00fffefdfcfb00ff");
    fine("2.4", frame(0x89, longest), pong(longest));
    fails("2.5", 1002, frame(0x89, longest + "x"));
    fine("2.7", frame(0x8a, ""));
    fine("2.8", frame(0x8a, "unsolicited"));
    fine("2.9", all(frame(0x8a, "unsolicited"), frame(0x89, "ping")), pong("ping"));
    byte[] pings = new byte[0];
    List<String> pongs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pings = all(pings, frame(0x89, "payload-" + i));
      pongs.add(pong("payload-" + i));
    }
    fine("2.10", pings, pongs.toArray(new String[0]));
    run();
  }

  @Test
  void section3ReservedBits() throws Exception {
    byte[] before = frame(0x81, "small");
    fails("3.1", 1002, frame(0xc1, "x"));
    fails("3.2", 1002, all(before, frame(0xa1, "x"), frame(0x89, "")), text("small"));
    fails("3.3", 1002, all(before, frame(0xb1, "x")), text("small"));
    fails("3.4", 1002, all(before, frame(0xd1, "x")), text("small"));
    fails("3.5", 1002, frame(0x82 | 0x50, "x"));
    fails("3.6", 1002, frame(0xe9, "x"));
    fails("3.7", 1002, frame(0x88 | 0x70, ""));
    run();
  }

  @Test
  void section4Opcodes() throws Exception {
    byte[] before = frame(0x81, "small");
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      fails("4 " + opcode, 1002, frame(0x80 | opcode, ""));
      fails("4 " + opcode, 1002, frame(0x80 | opcode, "reserved"));
      fails("4 " + opcode, 1002, all(before, frame(0x80 | opcode, "x")), text("small"));
    }
    run();
  }

  @Test
  void section5Fragments() throws Exception {
    fails("5.1", 1002, all(frame(0x09, "a"), frame(0x80, "b")));
    fails("5.2", 1002, all(frame(0x0a, "a"), frame(0x80, "b")));
    fine("5.3", all(frame(0x01, "a"), frame(0x80, "b")), text("ab"));
    fine(
        "5.6",
        all(frame(0x01, "a"), frame(0x89, "ping"), frame(0x80, "b")),
        text("ab"),
        pong("ping"));
    fails("5.9", 1002, all(frame(0x80, "x"), frame(0x81, "y")));
    fails("5.10", 1002, frame(0x80, "x"));
    fails("5.12", 1002, all(frame(0x00, "x"), frame(0x81, "y")));
    fails("5.15", 1002, all(frame(0x01, "a"), frame(0x80, "b"), frame(0x00, "c")), text("ab"));
    fails("5.16", 1002, all(frame(0x00, "a"), frame(0x01, "b"), frame(0x80, "c")));
    fails("5.18", 1002, all(frame(0x01, "a"), frame(0x81, "b")));
    fine(
        "5.19",
        all(
            frame(0x01, "f1"),
            frame(0x00, "f2"),
            frame(0x89, "p1"),
            frame(0x00, "f3"),
            frame(0x00, "f4"),
            frame(0x89, "p2"),
            frame(0x80, "f5")),
        text("f1f2f3f4f5"),
        pong("p1"),
        pong("p2"));
    run();
  }

  @Test
  void section6Utf8() throws Exception {
    fine("6.1.1", frame(0x81, ""), text(""));
    fine("6.1.2", all(frame(0x01, ""), frame(0x00, ""), frame(0x80, "")), text(""));
    fine("6.1.3", all(frame(0x01, ""), frame(0x00, "middle"), frame(0x80, "")), text("middle"));
    String kosme = "Hello-µ@ßöäüàá-UTF-8!!";
    fine("6.2.1", frame(0x81, kosme), text(kosme));
    byte[] bytes = kosme.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      fine(
          "6.2 cut at " + cut,
          all(
              frame(0x01, Arrays.copyOf(bytes, cut)),
              frame(0x80, Arrays.copyOfRange(bytes, cut, bytes.length))),
          text(kosme));
    }
    byte[] wrong = hex("cebae1bdb9cf83cebcceb5eda080656469746564");
    fails("6.3.1", 1007, frame(0x81, wrong));
    for (int cut = 1; cut < wrong.length; cut++) {
      fails(
          "6.3.2 cut at " + cut,
          1007,
          all(
              frame(0x01, Arrays.copyOf(wrong, cut)),
              frame(0x80, Arrays.copyOfRange(wrong, cut, wrong.length))));
    }
    // 6.4: told at once, not when the message ends.
    fails("6.4.1", 1007, frame(0x01, hex("cebae1bdb9cf83cebcceb5f4908080")));
    fails("6.4.2", 1007, all(frame(0x01, hex("cebae1bdb9f4")), frame(0x00, hex("90"))));
    for (String valid :
        List.of(
            "ceba",
            "cebae1bdb9cf83cebcceb5",
            "00",
            "c280",
            "e0a080",
            "f0908080",
            "7f",
            "dfbf",
            "efbfbf",
            "f48fbfbf",
            "ed9fbf",
            "ee8080",
            "efbfbd",
            "efbfbe",
            "f09fbfbe",
            "f09fbfbf",
            "f3bfbfbf",
            "ef bbbf")) {
      fine("6 valid " + valid, frame(0x81, hex(valid)), message(true, hex(valid)));
    }
    for (String invalid :
        List.of(
            "ce",
            "e1bd",
            "f8888080 80",
            "fc8480808080",
            "f7bfbfbf",
            "fbbfbfbfbf",
            "fdbfbfbfbfbf",
            "f4908080",
            "80",
            "bf",
            "80bf",
            "80bf80",
            "c020c120",
            "e020",
            "f020",
            "c0",
            "e080",
            "f08080",
            "df",
            "efbf",
            "f7bfbf",
            "fe",
            "ff",
            "fefeffff",
            "c0af",
            "e080af",
            "f08080af",
            "c1bf",
            "e09fbf",
            "f08fbfbf",
            "c080",
            "e08080",
            "f0808080",
            "eda080",
            "edadbf",
            "edae80",
            "edafbf",
            "edb080",
            "edbe80",
            "edbfbf",
            "eda080edb080",
            "edafbfedbfbf")) {
      fails("6 invalid " + invalid, 1007, frame(0x81, hex(invalid)));
    }
    run();
  }

  @Test
  void section7Goodbyes() throws Exception {
    fine("7.1.1", frame(0x81, "Hello World!"), text("Hello World!"));
    ends("7.1.2", all(goodbye(1000), goodbye(1000)), "goodbye 1000");
    ends("7.1.3", all(goodbye(1000), frame(0x89, "")), "goodbye 1000");
    ends("7.1.4", all(goodbye(1000), frame(0x81, "late")), "goodbye 1000");
    ends("7.1.5", all(frame(0x01, "f1"), goodbye(1000), frame(0x80, "f2")), "goodbye 1000");
    ends(
        "7.1.6",
        all(frame(0x81, stars(256 << 10)), goodbye(1000), frame(0x89, "")),
        message(true, stars(256 << 10)),
        "goodbye 1000");
    ends("7.3.1", frame(0x88, ""), "goodbye 1005");
    fails("7.3.2", 1002, frame(0x88, "a"));
    ends("7.3.4", frame(0x88, RawWebSocket.closePayload(1000, "Hello")), "goodbye 1000");
    ends("7.3.5", frame(0x88, RawWebSocket.closePayload(1000, "*".repeat(123))), "goodbye 1000");
    fails("7.3.6", 1002, frame(0x88, RawWebSocket.closePayload(1000, "*".repeat(124))));
    fails("7.5.1", 1007, frame(0x88, hex("03e8 cebae1bdb9cf83cebcceb5eda080656469746564")));
    for (int code :
        new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
      ends("7.7 " + code, goodbye(code), "goodbye " + code);
    }
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535}) {
      fails("7.9 " + code, 1002, goodbye(code));
    }
    run();
  }

  private static byte[] fragments(int opcode, byte[] payload, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < payload.length; from += size) {
      int to = Math.min(payload.length, from + size);
      int first = (from == 0 ? opcode : 0) | (to == payload.length ? 0x80 : 0);
      out.writeBytes(frame(first, Arrays.copyOfRange(payload, from, to)));
    }
    return out.toByteArray();
  }

  @Test
  void section9LongMessages() throws Exception {
    for (int length : new int[] {64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20}) {
      byte[] payload = stars(length);
      fine("9.1 " + length, frame(0x81, payload), message(true, payload));
      fine("9.2 " + length, frame(0x82, payload), message(false, payload));
    }
    run();
  }

  @Test
  void section9LongMessagesInFragments() throws Exception {
    byte[] payload = stars(4 << 20);
    for (int size = 64; size <= 4 << 20; size *= 4) {
      fine("9.3 " + size, fragments(1, payload, size), message(true, payload));
      fine("9.4 " + size, fragments(2, payload, size), message(false, payload));
    }
    run();
  }

  @Test
  void section9LongMessagesChopped() throws Exception {
    byte[] payload = stars(1 << 20);
    for (int piece = 64; piece <= 2048; piece *= 2) {
      chopped("9.5 " + piece, piece, frame(0x81, payload), message(true, payload));
      chopped("9.6 " + piece, piece, frame(0x82, payload), message(false, payload));
    }
    run();
  }

  @Test
  void section9ManyMessages() throws Exception {
    for (int length : new int[] {0, 16, 64, 256, 1024, 4096}) {
      byte[] payload = stars(length);
      byte[][] texts = Collections.nCopies(1000, frame(0x81, payload)).toArray(byte[][]::new);
      byte[][] binaries = Collections.nCopies(1000, frame(0x82, payload)).toArray(byte[][]::new);
      String text = message(true, payload);
      String binary = message(false, payload);
      fine("9.7 " + length, all(texts), Collections.nCopies(1000, text).toArray(String[]::new));
      fine(
          "9.8 " + length, all(binaries), Collections.nCopies(1000, binary).toArray(String[]::new));
    }
    run();
  }

  @Test
  void section10Fragmentation() throws Exception {
    byte[] payload = stars(65536);
    fine("10.1.1", fragments(1, payload, 1300), message(true, payload));
    run();
  }
}
