package dev.valence.cli.ws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.NetException;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The lines of {@code --json}, one for each event; their form is told in docs/cli.md. */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  /** It stands. */
  static String open(WebSocketStream stream, Instant time) {
    return write(
        "open",
        time,
        json -> {
          json.writeStringField("url", stream.url());
          json.writeStringField("protocol", stream.protocol());
          json.writeStringField("extensions", stream.extensions());
        });
  }

  /** A message has come. */
  static String message(WebSocketMessage message, Instant time) {
    return write(
        "message",
        time,
        json -> {
          json.writeStringField("type", message.isText() ? "text" : "binary");
          if (message.isText()) {
            json.writeStringField("text", message.text());
          } else {
            json.writeBinaryField("base64", message.bytes());
          }
        });
  }

  /** The end. */
  static String close(CloseEvent event, Instant time) {
    return write(
        "close",
        time,
        json -> {
          json.writeNumberField("code", event.code());
          json.writeStringField("reason", event.reason());
          json.writeBooleanField("wasClean", event.wasClean());
        });
  }

  /** What failed, and how. */
  static String error(CommandFailure failure, Instant time) {
    return write(
        "error",
        time,
        json -> {
          if (failure.getCause() instanceof NetException cause) {
            json.writeStringField("name", cause.error().text());
            json.writeNumberField("code", cause.code());
          }
          json.writeStringField("message", failure.text());
          json.writeNumberField("exitCode", failure.exitCode().number());
        });
  }

  /** Writes the fields of an event. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(String event, Instant time, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      json.writeStringField("time", time.toString());
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
