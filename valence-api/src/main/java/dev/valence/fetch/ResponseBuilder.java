package dev.valence.fetch;

import dev.valence.internal.fetch.ChannelSource;
import dev.valence.internal.fetch.ContentTypes;
import dev.valence.internal.fetch.MadeResponse;
import dev.valence.internal.fetch.ResponseContent;
import dev.valence.net.http.HeaderRules;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link Response}; a wrong one is refused where it is given. */
public final class ResponseBuilder {
  private int status = 200;
  private String statusText = "";
  private final Headers headers = new Headers();
  private @Nullable String contentType;
  private ResponseContent content = ResponseContent.NONE;

  ResponseBuilder() {}

  ResponseBuilder(Response other) {
    status(other.status()).statusText(other.statusText()).headers(other.headers());
    content = new ResponseContent.Taken(other);
  }

  /**
   * The status code; 200 by default.
   *
   * @throws IllegalArgumentException outside 200 to 599
   */
  public ResponseBuilder status(int value) {
    if (value < 200 || value > 599) {
      throw new IllegalArgumentException("the status is outside 200 to 599: " + value);
    }
    status = value;
    return this;
  }

  /**
   * The reason phrase; empty by default.
   *
   * @throws IllegalArgumentException when it cannot stand in a status line
   */
  public ResponseBuilder statusText(String value) {
    if (!HeaderRules.isValidValue(value)) {
      throw new IllegalArgumentException("the status text has a character that it cannot have");
    }
    statusText = value;
    return this;
  }

  /** Replaces a header field. */
  public ResponseBuilder header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  /** Adds a header field; others of the name stay. */
  public ResponseBuilder addHeader(String name, String value) {
    headers.append(name, value);
    return this;
  }

  /** Takes a header field away. */
  public ResponseBuilder removeHeader(String name) {
    headers.delete(name);
    return this;
  }

  /** Adds these header fields. */
  public ResponseBuilder headers(Headers fields) {
    List<String> raw = fields.rawHeaders();
    for (int i = 0; i < raw.size(); i += 2) {
      headers.append(raw.get(i), raw.get(i + 1));
    }
    return this;
  }

  /** Replaces these header fields. */
  public ResponseBuilder headers(Map<String, String> fields) {
    fields.forEach(this::header);
    return this;
  }

  /** Any body, read from its beginning to its end; its media type, unless a header names one. */
  public ResponseBuilder body(Body body) {
    content = new ResponseContent.Streamed(Objects.requireNonNull(body, "body"));
    contentType = body.contentType();
    return this;
  }

  /** Text as UTF-8: {@code text/plain;charset=UTF-8}, unless a header says otherwise. */
  public ResponseBuilder body(String text) {
    content = ResponseContent.ofText(text);
    contentType = "text/plain;charset=UTF-8";
    return this;
  }

  /** Bytes, of which ranges can be asked for. The array is not copied. */
  public ResponseBuilder body(byte[] bytes) {
    content = ResponseContent.ofBytes(bytes);
    contentType = null;
    return this;
  }

  /** A file; see {@link Response#ofFile}. */
  public ResponseBuilder file(Path file) {
    content = new ResponseContent.Seekable(ChannelSource.ofFile(file));
    contentType = ContentTypes.of(file);
    return this;
  }

  /** Channels; see {@link Response#ofChannel}. */
  public ResponseBuilder channel(Callable<? extends SeekableByteChannel> channels) {
    content = new ResponseContent.Seekable(ChannelSource.of(channels));
    contentType = null;
    return this;
  }

  /**
   * The response.
   *
   * @throws IllegalArgumentException when a status that has no body (204, 205, 304) has one
   */
  public Response build() {
    boolean bodyless = status == 204 || status == 205 || status == 304;
    boolean given = content != ResponseContent.NONE;
    if (bodyless && given && !(content instanceof ResponseContent.Taken)) {
      throw new IllegalArgumentException("a response with the status " + status + " has no body");
    }
    Headers all = headers.copy();
    if (contentType != null && !all.has("content-type")) {
      all.append("Content-Type", contentType);
    }
    return new MadeResponse(status, statusText, Headers.view(all.toHeaderList()), content, false);
  }
}
