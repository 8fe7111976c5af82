package dev.valence.internal.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** JSON bodies; a class of its own, so that Jackson is loaded when it is needed. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode tree(byte[] bytes) throws IOException {
    JsonNode node = MAPPER.readTree(bytes);
    if (node.isMissingNode()) {
      throw new IOException("an empty body is no JSON");
    }
    return node;
  }

  static <T> T value(byte[] bytes, Class<T> type) throws IOException {
    return MAPPER.readValue(bytes, type);
  }
}
