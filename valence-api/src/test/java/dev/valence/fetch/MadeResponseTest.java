package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses that the program makes, read by the program itself. */
class MadeResponseTest {
  @TempDir private Path folder;

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theyCanBeRead() throws Exception {
    assertThat(get(Response.ofText("text").text())).isEqualTo("text");
    assertThat(get(Response.ofBytes(new byte[] {1}).bytes())).containsExactly(1);
    assertThat(get(Response.ofStream(stream("stream")).text())).isEqualTo("stream");
    assertThat(get(Response.ofJson(Map.of("a", 1)).json()).get("a").intValue()).isEqualTo(1);
    Path file = Files.writeString(folder.resolve("f.json"), "{}");
    Response ofFile = Response.ofFile(file);
    assertThat(ofFile.headers().get("content-type")).isEqualTo("application/json");
    assertThat(new String(ofFile.inputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{}");
    assertThat(get(Response.builder().build().bytes())).isEmpty();
  }

  @Test
  void theyTellWhatTheyAre() {
    Response response = Response.builder().status(404).statusText("No").build();
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.ok()).isFalse();
    assertThat(response.type()).isEqualTo(ResponseType.DEFAULT);
    assertThat(response.url()).isEmpty();
    assertThat(Response.error().type().wireName()).isEqualTo("error");
    assertThat(Response.ofText("x").headers().get("content-type"))
        .isEqualTo("text/plain;charset=UTF-8");
    assertThat(Response.redirect("http://a/", 303).headers().get("location"))
        .isEqualTo("http://a/");
  }

  @Test
  void aBodyIsReadOnce() {
    Response response = Response.ofText("x");
    assertThat(response.bodyUsed()).isFalse();
    get(response.text());
    assertThat(response.bodyUsed()).isTrue();
    assertThat(response.text()).isCompletedExceptionally();
  }

  @Test
  void clonesAreReadByThemselves() {
    Response text = Response.ofText("text");
    Response streamed = Response.ofStream(stream("stream"));
    Response one = text.clone();
    Response two = streamed.clone();
    assertThat(get(one.text())).isEqualTo("text");
    assertThat(get(text.text())).isEqualTo("text");
    assertThat(get(two.text())).isEqualTo("stream");
    assertThat(get(streamed.text())).isEqualTo("stream");
    assertThatThrownBy(text::clone).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherResponseIsTakenOver() {
    Response first = Response.builder().header("A", "1").body("text").build();
    Response second = Response.from(first).status(202).header("A", "2").build();
    assertThat(second.headers().get("a")).isEqualTo("2");
    assertThat(get(second.text())).isEqualTo("text");
    assertThat(first.bodyUsed()).isTrue();
  }

  @Test
  void closingGivesTheSourceUp() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Response response =
        Response.ofStream(
            new ByteArrayInputStream(new byte[1]) {
              @Override
              public void close() {
                closed.complete(null);
              }
            });
    response.close();
    get(closed);
  }

  @Test
  void wrongPartsAreRefused() {
    assertThatThrownBy(() -> Response.builder().status(199)).hasMessageContaining("199");
    assertThatThrownBy(() -> Response.builder().status(600)).hasMessageContaining("600");
    assertThatThrownBy(() -> Response.builder().statusText("a\r\nb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Response.builder().status(204).body("x").build())
        .hasMessageContaining("204");
    assertThatThrownBy(() -> Response.redirect("http://a/", 200)).hasMessageContaining("200");
  }
}
