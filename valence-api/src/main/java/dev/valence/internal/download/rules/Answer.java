package dev.valence.internal.download.rules;

import dev.valence.download.InterruptReason;
import dev.valence.net.http.HeaderList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a response means for a download (Chromium's {@code
 * HandleSuccessfulServerResponse}).
 *
 * @param kind what to do with the body
 * @param length the length of the whole file; -1 where it is not known
 * @param reason only with {@link Kind#REFUSED}
 */
public record Answer(Kind kind, long length, @Nullable InterruptReason reason) {
  /** What to do with the body. */
  public enum Kind {
    /** It is the whole file, from its first byte. */
    WHOLE,
    /** It continues where the bytes end. */
    CONTINUES,
    /** Nothing is missing: all bytes were there already. */
    ALREADY_WHOLE,
    /** What is there is worth nothing: ask for the whole file. */
    START_AGAIN,
    /** There is no file in it. */
    REFUSED
  }

  /**
   * Reads the head.
   *
   * @param offset the first byte that was asked for
   * @param ranged whether a range was asked for
   * @param known the length of the whole file as known before; -1 for unknown
   * @param before the validators of the bytes that are there
   * @param now those of this response
   */
  public static Answer of(
      int status,
      HeaderList headers,
      long offset,
      boolean ranged,
      long known,
      Validators before,
      Validators now) {
    return switch (status) {
      case 200, 201, 202, 203 -> new Answer(Kind.WHOLE, length(headers), null);
      case 206 -> part(headers, offset, ranged, known, before, now);
      case 416 -> unsatisfiable(headers, offset, ranged, known);
      default -> refused(InterruptRules.ofStatus(status));
    };
  }

  private static Answer part(
      HeaderList headers,
      long offset,
      boolean ranged,
      long known,
      Validators before,
      Validators now) {
    if (!ranged) {
      return refused(InterruptReason.SERVER_BAD_CONTENT);
    }
    ContentRange range = ContentRange.parse(headers.get("content-range"));
    boolean fits =
        range != null
            && range.first() == offset
            && (known < 0 || range.length() < 0 || range.length() == known)
            && before.allows(now)
            && !isCoded(headers);
    return fits && range != null
        ? new Answer(Kind.CONTINUES, range.length() < 0 ? known : range.length(), null)
        : new Answer(Kind.START_AGAIN, -1, null);
  }

  private static Answer unsatisfiable(HeaderList headers, long offset, boolean ranged, long known) {
    if (!ranged) {
      return refused(InterruptReason.SERVER_NO_RANGE);
    }
    ContentRange range = ContentRange.parse(headers.get("content-range"));
    // The file was still the same (If-Range), and ends where the bytes end.
    boolean ended = range != null && range.first() < 0 && range.length() == offset;
    return ended && known < 0
        ? new Answer(Kind.ALREADY_WHOLE, offset, null)
        : new Answer(Kind.START_AGAIN, -1, null);
  }

  private static Answer refused(InterruptReason reason) {
    return new Answer(Kind.REFUSED, -1, reason);
  }

  /** The length of the file: of a coded body nobody knows it before its end. */
  private static long length(HeaderList headers) {
    String field = isCoded(headers) ? null : headers.get("content-length");
    if (field == null) {
      return -1;
    }
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Whether the bytes on the wire are not the file's. */
  public static boolean isCoded(HeaderList headers) {
    String coding = headers.getJoined("content-encoding");
    return coding != null && !coding.strip().toLowerCase(Locale.ROOT).matches("|identity");
  }
}
