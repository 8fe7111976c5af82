package dev.valence.net.internal.netlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads logs by the rules of the public netlog viewer (catapult, netlog_viewer: loadLogFile and
 * loadLogDump in log_util.js, areValidConstants in main.js).
 */
public final class LogViewer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LogViewer() {}

  public static JsonNode load(Path file) throws Exception {
    return load(Files.readString(file));
  }

  /** The log; a cut one is repaired by cutting off what follows the last event's comma. */
  public static JsonNode load(String text) throws JsonProcessingException {
    JsonNode log;
    try {
      log = JSON.readTree(text);
    } catch (JsonProcessingException cut) {
      int end = Math.max(text.lastIndexOf(",\n"), text.lastIndexOf(",\r"));
      if (end < 0) {
        throw cut;
      }
      log = JSON.readTree(text.substring(0, end) + "]}");
    }
    check(log);
    return log;
  }

  private static void check(JsonNode log) {
    JsonNode constants = log.path("constants");
    for (String table :
        List.of(
            "logEventTypes",
            "clientInfo",
            "logEventPhase",
            "logSourceType",
            "loadFlag",
            "netError",
            "addressFamily")) {
      require(constants.path(table).isObject(), "constants." + table);
    }
    require(constants.path("timeTickOffset").isTextual(), "timeTickOffset");
    Long.parseLong(constants.path("timeTickOffset").asText());
    require(constants.path("logFormatVersion").isNumber(), "logFormatVersion");
    require(constants.path("logFormatVersion").asInt() == 1, "logFormatVersion 1");
    require(log.path("events").isArray(), "events");
    Set<Integer> types = values(constants.path("logEventTypes"));
    Set<Integer> sources = values(constants.path("logSourceType"));
    Set<Integer> phases = values(constants.path("logEventPhase"));
    for (JsonNode event : log.path("events")) {
      require(event.path("source").isObject(), "source of " + event);
      require(event.path("time").isTextual(), "time of " + event);
      require(types.contains(event.path("type").asInt(-1)), "type of " + event);
      require(sources.contains(event.path("source").path("type").asInt(-1)), "source of " + event);
      require(phases.contains(event.path("phase").asInt(-1)), "phase of " + event);
    }
  }

  private static Set<Integer> values(JsonNode table) {
    Set<Integer> values = new HashSet<>();
    table.forEach(value -> values.add(value.asInt()));
    return values;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("the viewer refuses: " + what);
    }
  }

  /** The parameters of all events of a type. */
  public static List<JsonNode> params(JsonNode log, NetLogEventType type) {
    List<JsonNode> found = new ArrayList<>();
    int number = log.path("constants").path("logEventTypes").path(type.name()).asInt(-1);
    for (JsonNode event : log.path("events")) {
      if (event.path("type").asInt() == number) {
        found.add(event.path("params"));
      }
    }
    return found;
  }
}
