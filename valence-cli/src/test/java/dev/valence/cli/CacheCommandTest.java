package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.testkit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {
  @TempDir Path folder;

  private CliRun valence(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--partition", "persist:work", "--user-data", folder.toString()));
    return new CliRun().run(args.toArray(new String[0]));
  }

  @Test
  void sizeListAndClear() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Cache-Control", "max-age=99").text("hello"))) {
      String url = server.url("/page");
      assertThat(valence("fetch", url).out()).isEqualTo("hello");
      assertThat(valence("fetch", url).out()).isEqualTo("hello");
      assertThat(server.requestCount()).isEqualTo(1);

      long size = Long.parseLong(valence("cache", "size", "--bytes").out().strip());
      assertThat(size).isGreaterThan(5);
      assertThat(valence("cache", "size", "--json").out()).isEqualTo("{\"bytes\":" + size + "}\n");
      assertThat(valence("cache", "list").out()).startsWith("200  ").endsWith(url + "\n");
      JsonNode list = new ObjectMapper().readTree(valence("cache", "list", "--json").out());
      assertThat(list.get(0).path("url").asText()).isEqualTo(url);

      assertThat(valence("cache", "clear").err()).startsWith("Cleared ");
      assertThat(valence("cache", "size", "--bytes").out()).isEqualTo("0\n");
    }
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(CliRun.of("cache").code()).isEqualTo(2);
    assertThat(CliRun.of("cache").err()).contains("size, list or clear");
    assertThat(CliRun.of("cache", "size", "--partition", "temp").err()).contains("persist:temp");
  }
}
