package dev.valence.net.internal.netlog;

import dev.valence.net.http.HeaderList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the parameters of one event. */
public interface NetLogFields {
  NetLogCaptureMode captureMode();

  /** A text; null puts nothing. */
  NetLogFields put(String name, @Nullable String value);

  NetLogFields put(String name, long value);

  NetLogFields put(String name, boolean value);

  NetLogFields put(String name, List<String> values);

  /** A reference to another source. */
  NetLogFields put(String name, NetLogSource source);

  /** Header fields, credentials and cookies stripped unless the mode includes what is sensitive. */
  NetLogFields headers(String name, String startLine, HeaderList headers);

  /** Bytes, base64-coded; only their count unless the mode includes socket bytes. */
  NetLogFields bytes(byte[] bytes);
}
