package dev.valence.internal.download.rules;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what a server says which version of a file it sends (RFC 9110 §8.8).
 *
 * @param eTag as it came; empty for none
 * @param lastModified as it came; empty for none
 * @param lastModifiedIsStrong whether the date alone proves that the bytes are the same
 */
public record Validators(String eTag, String lastModified, boolean lastModifiedIsStrong) {
  public static final Validators NONE = new Validators("", "", false);

  /** A date is strong when the file had been left alone for a while (RFC 9110 §8.8.2.2). */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** Those of a response. */
  public static Validators of(HeaderList headers, Instant now) {
    String modified = first(headers, "last-modified");
    String date = first(headers, "date");
    return new Validators(first(headers, "etag"), modified, isStrong(modified, date, now));
  }

  /** Those that somebody kept; as Electron does, the date is taken at its word. */
  public static Validators kept(String eTag, String lastModified) {
    return new Validators(eTag, lastModified, !lastModified.isEmpty());
  }

  private static String first(HeaderList headers, String name) {
    String value = headers.get(name);
    return value == null ? "" : value.strip();
  }

  private static boolean isStrong(String modified, String date, Instant now) {
    Instant changed = modified.isEmpty() ? null : HttpDate.parse(modified, now);
    Instant sent = date.isEmpty() ? null : HttpDate.parse(date, now);
    return changed != null && sent != null && !changed.plus(SETTLED).isAfter(sent);
  }

  /** The value of {@code If-Range} (RFC 9110 §13.1.5); null where nothing proves sameness. */
  public @Nullable String ifRange() {
    if (hasStrongTag()) {
      return eTag;
    }
    // A weak tag says that the file may change below the date, too.
    return eTag.isEmpty() && lastModifiedIsStrong ? lastModified : null;
  }

  private boolean hasStrongTag() {
    return eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"");
  }

  /** Whether a part with these validators belongs to the same version. */
  public boolean allows(Validators ofPart) {
    if (!eTag.isEmpty() && !ofPart.eTag.isEmpty()) {
      return eTag.equals(ofPart.eTag);
    }
    return lastModified.isEmpty()
        || ofPart.lastModified.isEmpty()
        || lastModified.equals(ofPart.lastModified);
  }
}
