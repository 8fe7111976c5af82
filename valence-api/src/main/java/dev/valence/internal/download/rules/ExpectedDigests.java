package dev.valence.internal.download.rules;

import dev.valence.net.http.HeaderList;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that a whole file must have. Immutable.
 *
 * @param hex by Java's name of the algorithm, in hexadecimal digits
 */
public record ExpectedDigests(Map<String, String> hex) {
  public static final ExpectedDigests NONE = new ExpectedDigests(Map.of());

  /** The names of the registry (RFC 9530 §5) that are strong enough, by Java's. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  private static final Map<String, Integer> BYTES = Map.of("SHA-256", 32, "SHA-512", 64);

  public ExpectedDigests {
    hex = Map.copyOf(hex);
  }

  /** One that the caller gave; null for none. */
  public static ExpectedDigests ofSha256(@Nullable String digits) {
    return digits == null ? NONE : new ExpectedDigests(Map.of("SHA-256", digits));
  }

  /**
   * Those that a server tells: {@code Repr-Digest} (RFC 9530 §3), the older {@code Digest} (RFC
   * 3230), and {@code Content-Digest} (RFC 9530 §2) where the content is the whole file. Algorithms
   * that are not known, and values that cannot be read, are passed over.
   *
   * @param whole whether the message carries the whole file, uncoded
   */
  public static ExpectedDigests of(HeaderList fields, boolean whole) {
    Map<String, String> found = new TreeMap<>();
    // A coded representation has another hash than the file that is kept.
    if (!Answer.isCoded(fields)) {
      collect(fields.getJoined("repr-digest"), true, found);
      collect(fields.getJoined("digest"), false, found);
      if (whole) {
        collect(fields.getJoined("content-digest"), true, found);
      }
    }
    return found.isEmpty() ? NONE : new ExpectedDigests(found);
  }

  private static void collect(@Nullable String field, boolean colons, Map<String, String> into) {
    if (field == null) {
      return;
    }
    for (String member : field.split(",", -1)) {
      int equals = member.indexOf('=');
      String name = equals < 0 ? "" : member.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String algorithm = ALGORITHMS.get(name);
      if (algorithm == null) {
        continue;
      }
      String value = member.substring(equals + 1).strip();
      if (colons) {
        boolean bytes = value.length() > 2 && value.startsWith(":") && value.endsWith(":");
        value = bytes ? value.substring(1, value.length() - 1) : "";
      }
      String digits = digits(value, BYTES.getOrDefault(algorithm, 0));
      if (digits != null) {
        into.putIfAbsent(algorithm, digits);
      }
    }
  }

  private static @Nullable String digits(String base64, int length) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == length ? HexFormat.of().formatHex(bytes) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** These and others; where both name an algorithm, these count. */
  public ExpectedDigests and(ExpectedDigests others) {
    if (others.hex.isEmpty()) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(others.hex);
    all.putAll(hex);
    return new ExpectedDigests(all);
  }

  public boolean isEmpty() {
    return hex.isEmpty();
  }

  /** As text, for the journal. */
  public String text() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(hex).forEach((name, digits) -> parts.add(name + "=" + digits));
    return String.join(",", parts);
  }

  /** From {@link #text}. */
  public static ExpectedDigests ofText(String text) {
    Map<String, String> found = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && BYTES.containsKey(part.substring(0, equals))) {
        found.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return found.isEmpty() ? NONE : new ExpectedDigests(found);
  }
}
