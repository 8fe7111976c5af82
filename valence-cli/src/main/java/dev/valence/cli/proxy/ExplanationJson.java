package dev.valence.cli.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.NetError;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.proxy.ProxyServer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One line of JSON: the proxies with the reasons. */
final class ExplanationJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ExplanationJson() {}

  /**
   * The line.
   *
   * @param failure why a request would fail; null where it would not
   */
  static String of(ProxyExplanation explanation, @Nullable CommandFailure failure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator line = JSON.createGenerator(text)) {
      line.writeStartObject();
      line.writeStringField("url", explanation.url());
      line.writeArrayFieldStart("proxies");
      for (ProxyServer proxy : explanation.proxies()) {
        line.writeString(proxy.toPacString());
      }
      line.writeEndArray();
      line.writeStringField("mode", explanation.mode().wireName());
      line.writeStringField("source", explanation.source());
      line.writeStringField("rule", explanation.rule());
      line.writeStringField("bypassRule", explanation.bypassRule());
      line.writeStringField("pacUrl", explanation.pacUrl());
      line.writeStringField("pacResult", explanation.pacResult());
      line.writeStringField("problem", explanation.problem());
      if (failure != null) {
        NetError error = NetError.MANDATORY_PROXY_CONFIGURATION_FAILED;
        line.writeObjectFieldStart("error");
        line.writeStringField("name", error.text());
        line.writeNumberField("code", error.code());
        line.writeStringField("message", failure.text());
        line.writeNumberField("exitCode", failure.exitCode().number());
        line.writeEndObject();
      }
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
