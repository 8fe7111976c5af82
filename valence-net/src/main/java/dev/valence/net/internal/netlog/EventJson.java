package dev.valence.net.internal.netlog;

import dev.valence.net.http.HeaderList;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of a log file: one event a line, each ended by a comma and a line break, which
 * are nowhere else. One thread at a time.
 */
final class EventJson implements NetLogFields {
  /** Ends an event; what follows the last one of these in a file may be an event cut in two. */
  static final String END = ",\n";

  private final JsonBytes json = new JsonBytes();
  private NetLogCaptureMode mode = NetLogCaptureMode.DEFAULT;
  private boolean first;

  /** The line of an event; valid until the next one. */
  JsonBytes line(NetLogEvent event, NetLogCaptureMode captureMode, long originNanos) {
    mode = captureMode;
    json.clear();
    json.raw('{');
    int start = json.length();
    json.raw("\"params\":{");
    first = true;
    try {
      event.parameters().describe(this);
    } catch (RuntimeException defect) {
      // An observer must not hurt what it observes.
      put("valence_error", defect.toString());
    }
    if (first) {
      json.truncate(start);
    } else {
      json.raw("},");
    }
    NetLogSource source = event.source();
    json.raw("\"phase\":").number(event.phase().code());
    json.raw(",\"source\":{\"id\":").number(source.id());
    json.raw(",\"start_time\":\"").number(millis(source.startNanos(), originNanos));
    json.raw("\",\"type\":").number(source.type().ordinal());
    json.raw("},\"time\":\"").number(millis(event.nanos(), originNanos));
    json.raw("\",\"type\":").number(event.type().ordinal()).raw('}');
    return json.raw(END);
  }

  private static long millis(long nanos, long originNanos) {
    return Math.max(0, (nanos - originNanos) / 1_000_000);
  }

  private JsonBytes name(String name) {
    if (!first) {
      json.raw(',');
    }
    first = false;
    return json.text(name).raw(':');
  }

  @Override
  public NetLogCaptureMode captureMode() {
    return mode;
  }

  @Override
  public NetLogFields put(String name, @Nullable String value) {
    if (value != null) {
      name(name).text(value);
    }
    return this;
  }

  @Override
  public NetLogFields put(String name, long value) {
    name(name);
    // Chromium's NetLogNumberValue: what a double cannot hold is a string.
    if (Math.abs(value) <= 1L << 53) {
      json.number(value);
    } else {
      json.text(Long.toString(value));
    }
    return this;
  }

  @Override
  public NetLogFields put(String name, boolean value) {
    name(name).raw(Boolean.toString(value));
    return this;
  }

  @Override
  public NetLogFields put(String name, List<String> values) {
    name(name).raw('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.raw(',');
      }
      json.text(values.get(i));
    }
    json.raw(']');
    return this;
  }

  @Override
  public NetLogFields put(String name, NetLogSource source) {
    name(name).raw("{\"id\":").number(source.id());
    json.raw(",\"type\":").number(source.type().ordinal()).raw('}');
    return this;
  }

  @Override
  public NetLogFields put(String name, Url url) {
    name(name).text(mode.includesSensitive() ? url.href() : StrippedValues.url(url));
    return this;
  }

  @Override
  public NetLogFields secret(String name, @Nullable String value) {
    if (value != null) {
      name(name).text(mode.includesSensitive() ? value : StrippedValues.text(value));
    }
    return this;
  }

  @Override
  public NetLogFields group(String name, NetLogParameters group) {
    name(name).raw('{');
    first = true;
    group.describe(this);
    json.raw('}');
    first = false;
    return this;
  }

  @Override
  public NetLogFields headers(String name, String startLine, HeaderList headers) {
    name(name).raw('[');
    boolean empty = startLine.isEmpty();
    if (!empty) {
      json.text(startLine);
    }
    for (int i = 0; i < headers.size(); i++) {
      if (!empty) {
        json.raw(',');
      }
      empty = false;
      String field = headers.name(i);
      String value = headers.value(i);
      json.text(
          field + ": " + (mode.includesSensitive() ? value : StrippedValues.header(field, value)));
    }
    json.raw(']');
    return this;
  }

  @Override
  public NetLogFields bytes(byte[] bytes) {
    put("byte_count", bytes.length);
    if (mode.includesSocketBytes()) {
      name("bytes").base64(bytes);
    }
    return this;
  }

  @Override
  public NetLogFields bytes(ByteBuf buffer) {
    put("byte_count", buffer.readableBytes());
    if (mode.includesSocketBytes()) {
      name("bytes").base64(ByteBufUtil.getBytes(buffer));
    }
    return this;
  }
}
