package dev.valence.protocol;

import dev.valence.Session;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler of the older families answers with. Immutable. */
public final class ProtocolResponse {
  private final Builder fields;

  private ProtocolResponse(Builder fields) {
    this.fields = fields;
  }

  /** Collects the fields of an answer. */
  public static Builder builder() {
    return new Builder();
  }

  /** The failure that the request ends with; null for none. */
  public @Nullable NetError error() {
    return fields.error;
  }

  /** The status code. */
  public int statusCode() {
    return fields.statusCode;
  }

  /** The charset of the body. */
  public String charset() {
    return fields.charset;
  }

  /** The media type of the body; null for the default. */
  public @Nullable String mimeType() {
    return fields.mimeType;
  }

  /** The header fields. */
  public Headers headers() {
    return fields.headers.copy();
  }

  /** The body as text; null where it is none. */
  public @Nullable String text() {
    return fields.text;
  }

  /** The body as bytes, not to be changed; null where it is none. */
  public byte @Nullable [] bytes() {
    return fields.bytes;
  }

  /** The body as a stream; null where it is none. */
  public @Nullable Body stream() {
    return fields.stream;
  }

  /** The file to answer with; null for none. */
  public @Nullable Path path() {
    return fields.path;
  }

  /** The URL whose response is the answer; null for none. */
  public @Nullable String url() {
    return fields.url;
  }

  /** The referrer of that URL's request; null for none. */
  public @Nullable String referrer() {
    return fields.referrer;
  }

  /** The method of that URL's request; null for that of the request that is answered. */
  public @Nullable String method() {
    return fields.method;
  }

  /** The session that fetches that URL; null for the one that asks. */
  public @Nullable Session session() {
    return fields.session;
  }

  /** What is sent to that URL with POST; null for nothing. */
  public @Nullable Body uploadData() {
    return fields.uploadData;
  }

  /** Collects the fields of an answer; a wrong one is refused where it is given. */
  public static final class Builder {
    private @Nullable NetError error;
    private int statusCode = 200;
    private String charset = "utf-8";
    private @Nullable String mimeType;
    private final Headers headers = new Headers();
    private @Nullable String text;
    private byte @Nullable [] bytes;
    private @Nullable Body stream;
    private @Nullable Path path;
    private @Nullable String url;
    private @Nullable String referrer;
    private @Nullable String method;
    private @Nullable Session session;
    private @Nullable Body uploadData;

    private Builder() {}

    /** The request fails with this error. */
    public Builder error(NetError value) {
      error = Objects.requireNonNull(value, "error");
      return this;
    }

    /**
     * The request fails with the error of this number.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Builder error(int code) {
      NetError known = NetError.ofCode(code);
      if (known == null) {
        throw new IllegalArgumentException("not the number of a network error: " + code);
      }
      return error(known);
    }

    /**
     * 200 by default.
     *
     * @throws IllegalArgumentException outside 200 to 599
     */
    public Builder statusCode(int value) {
      Response.builder().status(value);
      statusCode = value;
      return this;
    }

    /** {@code utf-8} by default: how text is told to be encoded, and is. */
    public Builder charset(String value) {
      charset = Objects.requireNonNull(value, "charset");
      return this;
    }

    /**
     * {@code text/html} by default, and for files what their names say; a header {@code
     * Content-Type} wins.
     */
    public Builder mimeType(String value) {
      mimeType = Objects.requireNonNull(value, "mimeType");
      return this;
    }

    /** Adds a header field for each value. */
    public Builder header(String name, String... values) {
      for (String value : values) {
        headers.append(name, value);
      }
      return this;
    }

    /** Adds a header field for each value. */
    public Builder header(String name, List<String> values) {
      return header(name, values.toArray(new String[0]));
    }

    /** The body, in the families for text. */
    public Builder data(String value) {
      text = value;
      return this;
    }

    /** The body, in the families for bytes. The array is not copied. */
    public Builder data(byte[] value) {
      bytes = value;
      return this;
    }

    /** The body, in the families for streams; null for none. */
    public Builder data(@Nullable Body value) {
      stream = value;
      return this;
    }

    /** The file, absolute, in the families for files. */
    public Builder path(Path value) {
      path = value;
      return this;
    }

    /** The URL to fetch, in the families for http. */
    public Builder url(String value) {
      url = value;
      return this;
    }

    /** The {@code Referer} of that fetch. */
    public Builder referrer(String value) {
      referrer = value;
      return this;
    }

    /** The method of that fetch; by default that of the request that is answered. */
    public Builder method(String value) {
      method = value;
      return this;
    }

    /** The session of that fetch; by default the one that asks. */
    public Builder session(Session value) {
      session = value;
      return this;
    }

    /** The body of that fetch, with its content type, when its method is POST. */
    public Builder uploadData(Body value) {
      uploadData = value;
      return this;
    }

    /**
     * The answer.
     *
     * @throws IllegalArgumentException when more than one body is given
     */
    public ProtocolResponse build() {
      int bodies = 0;
      for (Object body : new Object[] {text, bytes, stream, path, url}) {
        bodies += body == null ? 0 : 1;
      }
      if (bodies > 1) {
        throw new IllegalArgumentException(
            "data, path and url contradict each other: one of them is the body");
      }
      return new ProtocolResponse(this);
    }
  }
}
