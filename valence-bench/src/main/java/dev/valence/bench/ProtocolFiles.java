package dev.valence.bench;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A sparse file of 1 GB read to its end: directly, and through {@code protocol.handle} with {@code
 * Response.ofFile}. The ways take turns, so that what else the machine does falls on all; the ratio
 * is the median of the ratios within the rounds. The file lies in the system's memory.
 *
 * <p>Argument: the number of rounds, 15 by default.
 */
public final class ProtocolFiles implements AutoCloseable {
  private static final long BYTES = 1L << 30;
  private static final int PIECE = 256 << 10;
  private static final int WARM_UP = 5;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
  private final byte[] array = new byte[PIECE];
  private final Path file;
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().defaultSession();

  private ProtocolFiles() throws IOException {
    file = Files.createTempFile("valence-bench", ".bin");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(BYTES);
    }
    session.protocol().handle("bench", request -> Response.ofFile(file));
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length == 0 ? 15 : Integer.parseInt(arguments[0]);
    try (ProtocolFiles files = new ProtocolFiles()) {
      files.run(rounds);
    }
  }

  @Override
  public void close() throws IOException {
    valence.close();
    Files.delete(file);
  }

  private void run(int rounds) throws Exception {
    Map<String, Callable<Long>> ways = new LinkedHashMap<>();
    ways.put("FileChannel", this::channel);
    ways.put("handler, consume", this::handler);
    ways.put("Files.newInputStream", this::stream);
    ways.put("handler, inputStream", this::handlerStream);
    double[][] millis = new double[ways.size()][rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      int way = 0;
      for (Callable<Long> read : ways.values()) {
        long before = System.nanoTime();
        long length = read.call();
        double took = (System.nanoTime() - before) / 1e6;
        if (length != BYTES) {
          throw new IllegalStateException("only " + length + " bytes");
        }
        if (round >= 0) {
          millis[way][round] = took;
        }
        way++;
      }
    }
    int way = 0;
    for (String name : ways.keySet()) {
      double[] direct = millis[way - way % 2];
      System.out.printf(
          Locale.ROOT,
          "%-22s median %6.0f ms   %5.2f GB/s   speed to reading directly %.2f%n",
          name,
          median(millis[way]),
          BYTES / median(millis[way]) / 1e6,
          median(ratios(direct, millis[way])));
      way++;
    }
  }

  private static double[] ratios(double[] direct, double[] other) {
    double[] ratios = new double[direct.length];
    Arrays.setAll(ratios, i -> direct[i] / other[i]);
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private long channel() throws IOException {
    long length = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int got = 0; got >= 0; got = channel.read(buffer.clear())) {
        length += got;
      }
    }
    return length;
  }

  private long stream() throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return length(stream);
    }
  }

  private long length(InputStream stream) throws IOException {
    long length = 0;
    for (int got = 0; got >= 0; got = stream.read(array)) {
      length += got;
    }
    return length;
  }

  private long handler() {
    return session.fetch("bench://file").join().consume(piece -> {}).join();
  }

  private long handlerStream() throws IOException {
    try (InputStream stream = session.fetch("bench://file").join().inputStream()) {
      return length(stream);
    }
  }
}
