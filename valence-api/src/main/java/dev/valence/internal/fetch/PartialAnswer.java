package dev.valence.internal.fetch;

import dev.valence.internal.async.Workers;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import dev.valence.net.http.RangeDecision;
import dev.valence.net.http.RangeDecision.NotModified;
import dev.valence.net.http.RangeDecision.Part;
import dev.valence.net.http.RangeDecision.Parts;
import dev.valence.net.http.RangeDecision.Unsatisfiable;
import dev.valence.net.http.RangeDecision.Whole;
import dev.valence.net.http.RangeRules;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a source that can seek answers to a request: all of it, parts of it or none (RFC 9110 §13
 * and §14).
 *
 * @param body closes the source; null where nothing is sent
 */
public record PartialAnswer(int status, HeaderList headers, @Nullable UploadReader body) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Opens the source and decides; may block.
   *
   * @param request the fields of the request
   * @param headers the fields of the response, to be completed
   */
  public static PartialAnswer open(
      SeekableSource source,
      String method,
      HeaderList request,
      HeaderList headers,
      Instant now,
      Workers workers)
      throws IOException {
    SeekableSource.Opened opened = source.open();
    boolean kept = false;
    try {
      describe(opened, headers);
      RangeDecision decision = RangeRules.decide(method, request, headers, opened.length(), now);
      PartialAnswer answer = answer(decision, opened, headers, workers);
      kept = answer.body() != null;
      return answer;
    } finally {
      if (!kept) {
        opened.close();
      }
    }
  }

  private static void describe(SeekableSource.Opened opened, HeaderList headers) {
    setDefault(headers, "Accept-Ranges", "bytes");
    String etag = opened.etag();
    if (etag != null) {
      setDefault(headers, "ETag", etag);
    }
    Instant modified = opened.lastModified();
    if (modified != null) {
      setDefault(headers, "Last-Modified", HttpDate.format(modified));
    }
  }

  private static void setDefault(HeaderList headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.add(name, value);
    }
  }

  private static PartialAnswer answer(
      RangeDecision decision, SeekableSource.Opened opened, HeaderList headers, Workers workers) {
    long total = opened.length();
    if (decision instanceof Whole) {
      headers.set("Content-Length", Long.toString(total));
      return new PartialAnswer(200, headers, whole(new Part(0, total), opened, workers));
    }
    if (decision instanceof Parts parts) {
      if (parts.parts().size() > 1) {
        return multipart(parts.parts(), opened, headers, workers);
      }
      Part part = parts.parts().get(0);
      headers.set("Content-Range", part.contentRange(total));
      headers.set("Content-Length", Long.toString(part.length()));
      return new PartialAnswer(206, headers, whole(part, opened, workers));
    }
    headers.remove("content-length");
    if (decision instanceof NotModified) {
      return new PartialAnswer(304, headers, null);
    }
    headers.remove("content-type");
    headers.set("Content-Length", "0");
    if (decision instanceof Unsatisfiable) {
      headers.set("Content-Range", "bytes */" + total);
      return new PartialAnswer(416, headers, null);
    }
    // PreconditionFailed is what is left.
    return new PartialAnswer(412, headers, null);
  }

  private static UploadReader whole(Part part, SeekableSource.Opened opened, Executor workers) {
    JoinedReader joined =
        new JoinedReader(List.of(() -> opened.read(part, workers)), opened, workers);
    FileChannel file = opened.file();
    return file == null ? joined : new FilePartReader(file, part, joined);
  }

  /** RFC 9110 §14.6. */
  private static PartialAnswer multipart(
      List<Part> parts, SeekableSource.Opened opened, HeaderList headers, Executor workers) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String boundary = HexFormat.of().formatHex(random);
    String type = headers.get("content-type");
    List<Supplier<UploadReader>> pieces = new ArrayList<>(parts.size() * 2 + 1);
    long length = 0;
    for (Part part : parts) {
      String head =
          "\r\n--"
              + boundary
              + (type == null ? "" : "\r\nContent-Type: " + type)
              + "\r\nContent-Range: "
              + part.contentRange(opened.length())
              + "\r\n\r\n";
      pieces.add(text(head));
      pieces.add(() -> opened.read(part, workers));
      length += head.length() + part.length();
    }
    String end = "\r\n--" + boundary + "--\r\n";
    pieces.add(text(end));
    headers.set("Content-Type", "multipart/byteranges; boundary=" + boundary);
    headers.set("Content-Length", Long.toString(length + end.length()));
    return new PartialAnswer(206, headers, new JoinedReader(pieces, opened, workers));
  }

  /** Fields are Latin-1, a byte a character. */
  private static Supplier<UploadReader> text(String text) {
    return () -> new BytesBody(text.getBytes(StandardCharsets.ISO_8859_1)).open();
  }
}
