package dev.valence.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file as a server gives it out: whole or by one range (RFC 9110 §14), with the validators and
 * the faults that it was given. Settings may be changed while it is served. Any thread.
 */
public final class ServedFile implements TestServer.Handler {
  private static final int BLOCK = 8192;
  private static final byte[] ZEROS = new byte[256 << 10];

  private final long seed;
  private final long length;
  private final List<Header> headers = new ArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile @Nullable String eTag = "\"v1\"";
  private volatile @Nullable String lastModified;
  private volatile boolean ranges = true;
  private volatile boolean chunked;
  private volatile long cutAt = Long.MAX_VALUE;
  private volatile long gateAt = Long.MAX_VALUE;
  private volatile @Nullable CompletableFuture<?> gate;
  private volatile @Nullable Consumer<Exchange> before;

  /**
   * A file of bytes that the seed determines.
   *
   * @param seed other seeds make other bytes; 0 makes zeros, which cost nothing
   */
  public ServedFile(long seed, long length) {
    this.seed = seed;
    this.length = length;
  }

  public long length() {
    return length;
  }

  /** The whole content; for small files. */
  public byte[] bytes() {
    byte[] all = new byte[(int) length];
    for (long block = 0; block * BLOCK < length; block++) {
      byte[] bytes = block(block);
      int at = (int) (block * BLOCK);
      System.arraycopy(bytes, 0, all, at, Math.min(BLOCK, all.length - at));
    }
    return all;
  }

  private byte[] block(long number) {
    byte[] bytes = new byte[BLOCK];
    if (seed == 0) {
      return bytes;
    }
    new SplittableRandom(seed * 31 + number).nextBytes(bytes);
    return bytes;
  }

  /** The {@code ETag}, {@code "v1"} with its quotes by default; null for none. */
  public ServedFile eTag(@Nullable String value) {
    eTag = value;
    return this;
  }

  /** The {@code Last-Modified}; none by default. */
  public ServedFile lastModified(@Nullable String value) {
    lastModified = value;
    return this;
  }

  /** Whether ranges are served; they are by default. */
  public ServedFile ranges(boolean served) {
    ranges = served;
    return this;
  }

  /** No length is told. */
  public ServedFile chunked() {
    chunked = true;
    return this;
  }

  /** A further header of every answer. */
  public ServedFile header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  /** The next answers break off where the file has come to this byte. */
  public ServedFile cut(long at, int times) {
    cutAt = at;
    cuts.set(times);
    return this;
  }

  /** Answers wait at this byte of the file until the gate is opened. */
  public ServedFile waitAt(long at, CompletableFuture<?> opened) {
    gate = opened;
    gateAt = at;
    return this;
  }

  /** Called before each answer. */
  public ServedFile before(Consumer<Exchange> action) {
    before = action;
    return this;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    Consumer<Exchange> first = before;
    if (first != null) {
      first.accept(exchange);
    }
    String range = ranges ? exchange.header("range") : null;
    String condition = exchange.header("if-range");
    boolean same = condition == null || condition.equals(eTag) || condition.equals(lastModified);
    long from = 0;
    long to = length;
    boolean partial = range != null && range.startsWith("bytes=") && same;
    if (partial) {
      String[] ends = String.valueOf(range).substring("bytes=".length()).split("-", -1);
      from = Long.parseLong(ends[0]);
      to = ends[1].isEmpty() ? length : Math.min(length, Long.parseLong(ends[1]) + 1);
      if (from >= length) {
        exchange.reply(416).header("Content-Range", "bytes */" + length).empty();
        return;
      }
    }
    Reply reply = exchange.reply(partial ? 206 : 200);
    headers.forEach(header -> reply.header(header.name(), header.value()));
    header(reply, "ETag", eTag);
    header(reply, "Last-Modified", lastModified);
    if (ranges) {
      reply.header("Accept-Ranges", "bytes");
    }
    if (partial) {
      reply.header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
    }
    if (exchange.method().equals("HEAD")) {
      reply.header("Content-Length", Long.toString(to - from)).empty();
      return;
    }
    // Not closed where it breaks off: an end would look like a whole body.
    ReplyBody body = chunked ? reply.chunked() : reply.fixed(to - from);
    write(body, exchange, from, to);
    body.close();
  }

  private static void header(Reply reply, String name, @Nullable String value) {
    if (value != null) {
      reply.header(name, value);
    }
  }

  private void write(OutputStream out, Exchange exchange, long from, long to) throws IOException {
    long cut = cutAt;
    boolean cutting = from <= cut && cut < to && cuts.getAndDecrement() > 0;
    long end = cutting ? cut : to;
    CompletableFuture<?> opened = gate;
    long at = from;
    while (at < end) {
      if (opened != null && at == gateAt) {
        exchange.await(opened);
      }
      if (seed == 0 && end - at > ZEROS.length && (opened == null || at + ZEROS.length < gateAt)) {
        out.write(ZEROS, 0, ZEROS.length);
        at += ZEROS.length;
        continue;
      }
      int inBlock = (int) (at % BLOCK);
      long next = Math.min(end, at - inBlock + BLOCK);
      if (opened != null && at < gateAt) {
        next = Math.min(next, gateAt);
      }
      out.write(block(at / BLOCK), inBlock, (int) (next - at));
      at = next;
    }
    if (cutting) {
      throw new IOException("cut as told");
    }
  }
}
