package dev.valence.internal.download;

import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.rules.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Span} while it grows. One transfer at a time writes it; anybody may look how far it is.
 */
final class Portion {
  private final long start;
  private volatile long end;
  private volatile long received;
  private volatile int tail;

  Portion(Span from) {
    start = from.start();
    end = from.end();
    received = from.received();
    tail = from.tail();
  }

  static List<Portion> of(List<Span> spans) {
    return spans.stream().map(Portion::new).toList();
  }

  /** How many bytes there are in all. */
  static long received(List<Portion> portions) {
    long sum = 0;
    for (Portion portion : portions) {
      sum += portion.received;
    }
    return sum;
  }

  /** As they are, without a look at the disk. */
  static List<Span> spans(List<Portion> portions) {
    return portions.stream().map(p -> new Span(p.start, p.end, p.received, p.tail)).toList();
  }

  /** As they are, with checksums by which they are known again. */
  static List<Span> noted(List<Portion> portions, PartFile file) throws IOException {
    List<Span> spans = new ArrayList<>();
    for (Portion portion : portions) {
      Span span = file.noted(new Span(portion.start, portion.end, 0, 0), portion.received);
      portion.tail = span.tail();
      spans.add(span);
    }
    return spans;
  }

  long start() {
    return start;
  }

  /** The byte after its last; -1 where that is the end of the file and not known. */
  long end() {
    return end;
  }

  void end(long now) {
    end = now;
  }

  long position() {
    return start + received;
  }

  boolean isDone() {
    return end >= 0 && position() >= end;
  }

  /** So many more bytes are on the disk. Only its transfer. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time.
  void add(int bytes) {
    received += bytes;
  }
}
