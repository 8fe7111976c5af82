package dev.valence.cli.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.NetException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line of {@code --json} for one URL; its form is told in docs/cli.md. */
final class OutcomeJson {
  private static final JsonFactory JSON = new JsonFactory();

  private OutcomeJson() {}

  /** What was fetched. */
  static String of(Outcome outcome) {
    return write(
        json -> {
          Hop answer = outcome.last();
          json.writeStringField("url", answer.url());
          json.writeArrayFieldStart("urlList");
          for (Hop hop : outcome.hops()) {
            json.writeString(hop.url());
          }
          json.writeEndArray();
          head(json, answer);
          pairs(json, "trailers", outcome.rawTrailers());
          redirects(json, outcome.hops());
          json.writeObjectFieldStart("timings");
          json.writeNumberField("headMillis", millis(untilHead(outcome.hops())));
          json.writeNumberField("totalMillis", millis(outcome.total()));
          json.writeEndObject();
          body(json, outcome);
        });
  }

  /** What failed, and how. */
  static String ofFailure(String url, CommandFailure failure) {
    return write(
        json -> {
          json.writeStringField("url", url);
          json.writeObjectFieldStart("error");
          if (failure.getCause() instanceof NetException cause) {
            json.writeStringField("name", cause.error().text());
            json.writeNumberField("code", cause.code());
          }
          json.writeStringField("message", failure.text());
          json.writeNumberField("exitCode", failure.exitCode().number());
          json.writeEndObject();
        });
  }

  private static Duration untilHead(List<Hop> hops) {
    return hops.stream().map(Hop::untilHead).reduce(Duration.ZERO, Duration::plus);
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e4) / 100.0;
  }

  private static void head(JsonGenerator json, Hop hop) throws IOException {
    json.writeNumberField("status", hop.status());
    json.writeStringField("statusText", hop.statusText());
    json.writeStringField("httpVersion", hop.version().toString());
    pairs(json, "headers", hop.rawHeaders());
  }

  private static void redirects(JsonGenerator json, List<Hop> hops) throws IOException {
    json.writeArrayFieldStart("redirects");
    for (Hop hop : hops.subList(0, hops.size() - 1)) {
      json.writeStartObject();
      json.writeStringField("method", hop.method());
      json.writeStringField("url", hop.url());
      head(json, hop);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void pairs(JsonGenerator json, String name, List<String> raw) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < raw.size(); i += 2) {
      json.writeStartArray();
      json.writeString(raw.get(i));
      json.writeString(raw.get(i + 1));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void body(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeObjectFieldStart("body");
    json.writeNumberField("size", outcome.size());
    byte[] bytes = outcome.body();
    if (outcome.file() != null) {
      json.writeStringField("file", outcome.file().toString());
    } else if (bytes != null) {
      String text = text(bytes);
      if (text != null) {
        json.writeStringField("text", text);
      } else {
        json.writeBinaryField("base64", bytes);
      }
    }
    json.writeEndObject();
  }

  /** The bytes as UTF-8; null where they are none. */
  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    return text.toString();
  }
}
