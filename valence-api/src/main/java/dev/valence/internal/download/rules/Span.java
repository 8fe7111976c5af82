package dev.valence.internal.download.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the file that one request brings.
 *
 * @param start its first byte
 * @param end the byte after its last; -1 where the end of the file is not known
 * @param received how many bytes from its start on are on the disk
 * @param tail a checksum of the last of these, see {@code PartFile}
 */
public record Span(long start, long end, long received, int tail) {
  /** Smaller spans are not worth a connection. */
  private static final long LEAST = 256 << 10;

  private static final int MOST = 64;

  /** The whole file, nothing of it there. */
  public static Span whole(long length) {
    return new Span(0, length, 0, 0);
  }

  public long position() {
    return start + received;
  }

  public boolean isDone() {
    return end >= 0 && position() >= end;
  }

  /** The same with more bytes. */
  public Span with(long nowReceived, int nowTail) {
    return new Span(start, end, nowReceived, nowTail);
  }

  /** The same with nothing there. */
  public Span emptied() {
    return new Span(start, end, 0, 0);
  }

  /** Cuts a file into at most so many equal spans; one where it is small. */
  public static List<Span> split(long length, int most) {
    int count = (int) Math.max(1, Math.min(most, length / LEAST));
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = length / count * i;
      spans.add(new Span(start, i == count - 1 ? length : length / count * (i + 1), 0, 0));
    }
    return spans;
  }

  /** All bytes there are. */
  public static long received(List<Span> spans) {
    long sum = 0;
    for (Span span : spans) {
      sum += span.received;
    }
    return sum;
  }

  /** As text, for the journal: {@code start-end:received:tail}, with commas between. */
  public static String text(List<Span> spans) {
    StringBuilder text = new StringBuilder();
    for (Span span : spans) {
      text.append(text.length() == 0 ? "" : ",")
          .append(span.start + "-" + span.end + ":" + span.received + ":" + span.tail);
    }
    return text.toString();
  }

  /** From {@link #text}; null where it is none that makes sense. */
  public static @Nullable List<Span> ofText(String text) {
    List<Span> spans = new ArrayList<>();
    long next = 0;
    for (String one : text.split(",", MOST)) {
      int dash = one.indexOf('-');
      String[] numbers = dash < 0 ? new String[0] : one.substring(dash + 1).split(":", 4);
      if (numbers.length != 3) {
        return null;
      }
      try {
        Span span =
            new Span(
                Long.parseLong(one.substring(0, dash)),
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Integer.parseInt(numbers[2]));
        boolean fits =
            span.start == next
                && span.received >= 0
                && (span.end < 0 || (span.end >= span.start && span.position() <= span.end));
        if (!fits) {
          return null;
        }
        next = span.end;
        spans.add(span);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return List.copyOf(spans);
  }
}
