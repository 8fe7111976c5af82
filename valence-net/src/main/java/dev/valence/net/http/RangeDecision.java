package dev.valence.net.http;

import java.util.List;

/** What {@link RangeRules} make of a request for a representation that is at hand as a whole. */
public sealed interface RangeDecision {
  /** All of it: 200. */
  record Whole() implements RangeDecision {}

  /**
   * Parts of it: 206.
   *
   * @param parts at least one, in the order of the request; several make a {@code
   *     multipart/byteranges}
   */
  record Parts(List<Part> parts) implements RangeDecision {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /** None of the ranges lies within it: 416. */
  record Unsatisfiable() implements RangeDecision {}

  /** The asker has it already: 304. */
  record NotModified() implements RangeDecision {}

  /** The asker meant another one: 412. */
  record PreconditionFailed() implements RangeDecision {}

  /**
   * One part.
   *
   * @param from the offset of its first byte
   * @param to the offset behind its last byte
   */
  record Part(long from, long to) {
    public long length() {
      return to - from;
    }

    /**
     * The value of {@code Content-Range} (RFC 9110 §14.4).
     *
     * @param total the length of the whole
     */
    public String contentRange(long total) {
      return "bytes " + from + "-" + (to - 1) + "/" + total;
    }
  }
}
