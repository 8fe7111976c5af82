package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the bad responses of {@code corpus/http1} over a socket; README.md there says how. */
class Http1CorpusTest {
  private static TestServer goodServer;
  private static RoadClient client;

  /** One file of the corpus. */
  private record Case(String name, Map<String, String> settings, byte[] wire) {
    static Case read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      int blank = lines.indexOf("");
      Map<String, String> settings = new HashMap<>();
      for (String line : lines.subList(0, blank)) {
        int colon = line.indexOf(':');
        if (!line.startsWith("#")) {
          settings.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      String text = String.join("", lines.subList(blank + 1, lines.size()));
      return new Case(file.getFileName().toString(), settings, unescape(text));
    }

    private static byte[] unescape(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '\\') {
          out.write(c);
          continue;
        }
        char kind = text.charAt(++i);
        switch (kind) {
          case 'r' -> out.write('\r');
          case 'n' -> out.write('\n');
          case 't' -> out.write('\t');
          case '0' -> out.write(0);
          case '\\' -> out.write('\\');
          case 'x' -> {
            out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
            i += 2;
          }
          case '{' -> {
            int colon = text.indexOf(':', i);
            int end = text.indexOf('}', colon);
            byte[] piece = unescape(text.substring(colon + 1, end));
            for (int n = Integer.parseInt(text.substring(i + 1, colon)); n > 0; n--) {
              out.writeBytes(piece);
            }
            i = end;
          }
          default -> throw new IllegalArgumentException("no such escape: \\" + kind);
        }
      }
      return out.toByteArray();
    }

    void play(RawConnection connection) throws IOException {
      connection.readHead();
      connection.write(wire);
      switch (settings.get("then")) {
        case "close" -> connection.close();
        case "reset" -> connection.reset();
        case "silence" -> connection.staySilent();
        default -> throw new IllegalArgumentException(settings.toString());
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> corpus() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(Http1CorpusTest.class.getResource("/corpus/http1")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      assertThat(all).hasSizeGreaterThan(50);
      Stream.Builder<Case> cases = Stream.builder();
      for (Path file : all) {
        cases.add(Case.read(file));
      }
      return cases.build();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    goodServer = TestServer.start(exchange -> exchange.respond(200, "good"));
    client = RoadClient.start();
  }

  @AfterEach
  void theNetworkIsSound() {
    assertThat(client.get(goodServer.url("/")).text()).isEqualTo("good");
  }

  @AfterAll
  static void close() {
    client.close();
    goodServer.close();
    NettyWatch.assertNoLeak();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void ends(Case bad) throws Exception {
    String expected = bad.settings().get("expect");
    try (RawServer server = RawServer.start(bad::play)) {
      RoadCall call =
          client.start(
              server.url("/"), r -> r.method(bad.settings().getOrDefault("method", "GET")));
      call.whenOver().get(20, TimeUnit.SECONDS);

      assertThat(server.failures()).isEmpty();
      assertThat(expected.split(" \\| ")).contains(outcome(call));
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  private static String outcome(RoadCall call) {
    if (!call.hadHead()) {
      return call.error().name();
    }
    int status = call.head().status();
    try {
      return status + " and " + call.bytes().length + " bytes";
    } catch (AssertionError failed) {
      return status + " then " + call.error().name();
    }
  }
}
