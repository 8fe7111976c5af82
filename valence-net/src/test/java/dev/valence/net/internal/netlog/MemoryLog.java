package dev.valence.net.internal.netlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.net.netlog.NetLogCaptureMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps events as a file would have them. */
public final class MemoryLog implements NetLogObserver {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NetLogCaptureMode mode;
  private final List<String> lines = new ArrayList<>();

  public MemoryLog(NetLogCaptureMode mode) {
    this.mode = mode;
  }

  @Override
  public NetLogCaptureMode captureMode() {
    return mode;
  }

  @Override
  public synchronized void onEvent(NetLogEvent event) {
    JsonBytes json = new EventJson().line(event, mode, 0);
    String params;
    try {
      int comma = EventJson.END.length();
      JsonNode read =
          JSON.readTree(
              new String(json.array(), 0, json.length() - comma, StandardCharsets.US_ASCII));
      params = read.has("params") ? read.path("params").toString() : "{}";
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    String phase = event.phase() == NetLogPhase.NONE ? "" : " " + event.phase();
    lines.add(event.type().name() + phase + " " + params);
  }

  /** {@code TYPE [BEGIN|END] {parameters}} of each event so far; then it is empty. */
  public synchronized List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
