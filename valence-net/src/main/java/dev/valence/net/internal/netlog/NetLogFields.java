package dev.valence.net.internal.netlog;

import dev.valence.net.http.HeaderList;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
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

  /** An address; user name and password stripped unless the mode includes what is sensitive. */
  NetLogFields put(String name, Url url);

  /**
   * A secret text: only its length unless the mode includes what is sensitive; null puts nothing.
   */
  NetLogFields secret(String name, @Nullable String value);

  /** A group of fields of its own. */
  NetLogFields group(String name, NetLogParameters group);

  /**
   * Header fields as a list of texts, credentials and cookies stripped unless the mode includes
   * what is sensitive.
   *
   * @param startLine the first text of the list; empty for none
   */
  NetLogFields headers(String name, String startLine, HeaderList headers);

  /** Bytes, base64-coded; only their count unless the mode includes socket bytes. */
  NetLogFields bytes(byte[] bytes);

  /** As {@link #bytes(byte[])}: what is readable of the buffer, which does not change. */
  NetLogFields bytes(ByteBuf buffer);
}
