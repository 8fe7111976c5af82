package dev.valence.internal.fetch;

import dev.valence.fetch.FormData;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Several bodies one after the other, as a {@code multipart/form-data} body (RFC 7578) is made of.
 */
public final class MultipartBody implements PartedBody {
  /** What does not depend on one request: the boundary and the parts. */
  public record Plan(String boundary, List<FormData.Part> parts) {
    public String contentType() {
      return "multipart/form-data; boundary=" + boundary;
    }

    public RequestBody open(Executor workers) {
      List<RequestBody> bodies = new ArrayList<>();
      for (FormData.Part part : parts) {
        bodies.add(text(head(part)));
        bodies.add(part.content().open(workers));
        bodies.add(text("\r\n"));
      }
      bodies.add(text("--" + boundary + "--\r\n"));
      return new MultipartBody(bodies);
    }

    private String head(FormData.Part part) {
      StringBuilder head = new StringBuilder();
      head.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
      head.append(escaped(part.name())).append('"');
      if (part.fileName() != null) {
        head.append("; filename=\"").append(escaped(part.fileName())).append('"');
      }
      head.append("\r\n");
      if (part.contentType() != null) {
        head.append("Content-Type: ").append(part.contentType()).append("\r\n");
      }
      return head.append("\r\n").toString();
    }

    /**
     * HTML "multipart/form-data encoding algorithm": what would end the quoted name is
     * percent-encoded.
     */
    private static String escaped(String name) {
      return name.replace("\n", "%0A").replace("\r", "%0D").replace("\"", "%22");
    }

    private static RequestBody text(String text) {
      return new BytesBody(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<RequestBody> bodies;

  private MultipartBody(List<RequestBody> bodies) {
    this.bodies = bodies;
  }

  /** A plan with a boundary that no part can hold but by a chance of 1 in 2^128. */
  public static Plan plan(List<FormData.Part> parts) {
    for (FormData.Part part : parts) {
      String type = part.contentType();
      if (type != null && (type.indexOf('\r') >= 0 || type.indexOf('\n') >= 0)) {
        throw new IllegalArgumentException(
            "the content type of the part " + part.name() + " has a line break");
      }
    }
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return new Plan("----ValenceFormBoundary" + HexFormat.of().formatHex(random), parts);
  }

  /** The text around the parts is joined with plain values, as in Chromium. */
  @Override
  public List<UploadPart> parts() {
    List<UploadPart> parts = new ArrayList<>();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (RequestBody body : bodies) {
      for (UploadPart part : PartedBody.partsOf(body)) {
        if (part instanceof UploadPart.Bytes bytes) {
          text.writeBytes(bytes.copy());
        } else {
          addText(text, parts);
          parts.add(part);
        }
      }
    }
    addText(text, parts);
    return parts;
  }

  private static void addText(ByteArrayOutputStream text, List<UploadPart> parts) {
    if (text.size() > 0) {
      parts.add(new UploadPart.Bytes(text.toByteArray(), text.size()));
      text.reset();
    }
  }

  @Override
  public long length() {
    long sum = 0;
    for (RequestBody body : bodies) {
      if (body.length() < 0) {
        return -1;
      }
      sum += body.length();
    }
    return sum;
  }

  @Override
  public boolean isReplayable() {
    return bodies.stream().allMatch(RequestBody::isReplayable);
  }

  @Override
  public UploadReader open() {
    return new Reader();
  }

  private final class Reader implements UploadReader {
    private int index;
    private volatile @Nullable UploadReader current;

    @Override
    public void read(int maxBytes, Sink sink) {
      UploadReader part = current;
      if (part == null) {
        if (index == bodies.size()) {
          sink.onEnd(new HeaderList(1));
          return;
        }
        try {
          part = bodies.get(index++).open();
        } catch (NetException e) {
          sink.onError(e);
          return;
        }
        current = part;
      }
      UploadReader reading = part;
      reading.read(
          maxBytes,
          new Sink() {
            @Override
            public void onPiece(ByteBuf piece) {
              sink.onPiece(piece);
            }

            @Override
            public void onEnd(HeaderList trailers) {
              reading.close();
              current = null;
              read(maxBytes, sink);
            }

            @Override
            public void onError(Throwable cause) {
              sink.onError(cause);
            }
          });
    }

    @Override
    public void close() {
      UploadReader part = current;
      if (part != null) {
        part.close();
      }
    }
  }
}
