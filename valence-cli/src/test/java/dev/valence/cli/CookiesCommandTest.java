package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookiesCommandTest {
  private static final String URL = "https://app.example/";

  @TempDir Path folder;

  private CliRun cookies(String... words) {
    return new CliRun().run(arguments("persist:work", words));
  }

  private String[] arguments(String partition, String... words) {
    List<String> args = new ArrayList<>(List.of("cookies", words[0]));
    args.addAll(List.of("--partition", partition, "--user-data", folder.toString()));
    args.addAll(List.of(words).subList(1, words.length));
    return args.toArray(new String[0]);
  }

  @Test
  void setGetListRemove() {
    assertThat(cookies("set", "--max-age", "3600", "--secure", URL, "sid=a=b").code()).isZero();
    assertThat(cookies("get", URL, "sid").out()).isEqualTo("a=b\n");
    assertThat(cookies("get", URL).out()).isEqualTo("sid=a=b\n");
    assertThat(cookies("list").out()).startsWith("app.example\t/\tsid\ta=b\t").contains("secure");
    assertThat(cookies("remove", URL, "sid").code()).isZero();
    CliRun gone = cookies("get", URL, "sid");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err()).contains("no cookie sid");
    assertThat(cookies("remove", URL, "sid").code()).isEqualTo(1);
  }

  @Test
  void aTerminalShortensValuesAndAPipeDoesNot() {
    String value = "v".repeat(200);
    cookies("set", "--max-age", "3600", URL, "long=" + value);
    assertThat(cookies("list").out()).contains(value);
    assertThat(new CliRun().onTerminal().run(arguments("persist:work", "list")).out())
        .contains("vvv…", "1 cookie")
        .doesNotContain(value);
  }

  @Test
  void jsonIsElectronsCookie() throws Exception {
    cookies("set", "--max-age", "3600", "--same-site", "strict", URL, "a=1");
    JsonNode list = new ObjectMapper().readTree(cookies("list", "--json").out());
    assertThat(list).hasSize(1);
    assertThat(list.get(0).path("name").asText()).isEqualTo("a");
    assertThat(list.get(0).path("sameSite").asText()).isEqualTo("strict");
  }

  @Test
  void exportAndImportCarryCookiesOver() throws Exception {
    cookies("set", "--max-age", "3600", URL, "a=1");
    Path file = folder.resolve("cookies.txt");
    assertThat(cookies("export", "-o", file.toString()).code()).isZero();
    assertThat(Files.readString(file)).startsWith("# Netscape HTTP Cookie File").contains("a\t1");
    CliRun imported = new CliRun().run(arguments("persist:b", "import", file.toString()));
    assertThat(imported.out()).as(imported.toString()).isEqualTo("1 cookie imported\n");
    CliRun json = new CliRun().run(arguments("persist:b", "export", "--format", "json"));
    CliRun again = new CliRun().input(json.out()).run(arguments("persist:c", "import", "-"));
    assertThat(again.out()).as(again.toString()).isEqualTo("1 cookie imported\n");
    assertThat(new CliRun().run(arguments("persist:c", "get", URL)).out()).isEqualTo("a=1\n");
  }

  @Test
  void aWrongFileIsRefusedByItsLine() throws Exception {
    Path file = Files.writeString(folder.resolve("bad"), "# comment\nno cookie\n");
    CliRun run = cookies("import", file.toString());
    assertThat(run.code()).isEqualTo(26);
    assertThat(run.err()).contains("2", "nothing was imported");
  }

  @Test
  void aSessionInMemoryHasNothingToLookAt() {
    CliRun run = CliRun.of("cookies", "list", "--partition", "work");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--partition persist:work");
    assertThat(CliRun.of("cookies", "list").err()).contains("missing --partition persist:NAME");
  }

  @Test
  void whatMayNotBeSetIsRefused() {
    CliRun run = cookies("set", "--max-age", "60", "http://app.example/", "__Secure-a=secret");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("Failed to set cookie").doesNotContain("secret\n");
    assertThat(cookies("set", "nonsense", "a=1").code()).isEqualTo(3);
    assertThat(cookies("set", "--expires", "soon", URL, "a=1").code()).isEqualTo(2);
  }
}
