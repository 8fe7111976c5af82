package dev.valence.bench.clone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.valence.bench.Figures;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.mapping.JsToJava;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same message through Valence's structured clone, through Jackson and through Node.js: as a
 * tree, as records, as maps, each to bytes and back. All take turns in one run, so that what else
 * the machine does falls on all; a ratio is the median of the ratios within the rounds. The first
 * third of the rounds warms up and does not count. Time is the processor's, so that waiting for it
 * is none: of the thread in Java, of the whole process in Node.js.
 *
 * <p>Arguments: the number of rounds, 60 by default, and the milliseconds of each turn, 50.
 */
public final class CloneRounds {
  /** What takes a turn: one run. */
  private interface Work {
    @Nullable Object run() throws Exception;
  }

  /** Nanoseconds of the processor for one run, measured for some time. */
  private interface Turn {
    double take(long milliseconds) throws Exception;
  }

  private record Entry(String name, Turn turn, double[] nanos) {}

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static volatile @Nullable Object kept;

  private final int rounds;
  private final long milliseconds;
  private final List<Entry> entries = new ArrayList<>();

  private CloneRounds(int rounds, long milliseconds) {
    this.rounds = rounds;
    this.milliseconds = milliseconds;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    long milliseconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 50;
    new CloneRounds(rounds, milliseconds).run();
  }

  private void run() throws Exception {
    StructuredClone clone = StructuredClone.ofDefaults();
    ObjectMapper json = new ObjectMapper();
    Order order = Order.SAMPLE;
    byte[] cloned = clone.serialize(order);
    byte[] text = json.writeValueAsBytes(order);
    Object model = clone.deserialize(cloned);
    JsonNode tree = json.readTree(text);
    Map<?, ?> map = json.readValue(text, Map.class);
    ObjectWriter writer = json.writer();
    ObjectWriter orderWriter = json.writerFor(Order.class);
    ObjectReader orderReader = json.readerFor(Order.class);
    ObjectReader mapReader = json.readerFor(Map.class);
    check(order, orderReader.readValue(text), JsToJava.as(clone.deserialize(cloned), Order.class));
    check(json.writeValueAsString(tree), new String(text, "UTF-8"), json.writeValueAsString(order));
    System.out.printf("%d bytes cloned, %d bytes of JSON%n", cloned.length, text.length);
    try (NodeClone node = new NodeClone(new String(text, "UTF-8"))) {
      add("write tree   Valence", () -> clone.serialize(model));
      add("write tree   Jackson", () -> writer.writeValueAsBytes(tree));
      entries.add(turn("write        v8.serialize", ms -> node.measure("serialize", ms)));
      entries.add(turn("write        JSON.stringify", ms -> node.measure("stringify", ms)));
      add("write record Valence", () -> clone.serialize(order));
      add("write record Jackson", () -> orderWriter.writeValueAsBytes(order));
      add("write map    Valence", () -> clone.serialize(map));
      add("write map    Jackson", () -> writer.writeValueAsBytes(map));
      add("read tree    Valence", () -> clone.deserialize(cloned));
      add("read tree    Jackson", () -> json.readTree(text));
      add("read tree    Jackson, maps", () -> mapReader.readValue(text));
      entries.add(turn("read         v8.deserialize", ms -> node.measure("deserialize", ms)));
      entries.add(turn("read         JSON.parse", ms -> node.measure("parse", ms)));
      add("read record  Valence", () -> JsToJava.as(clone.deserialize(cloned), Order.class));
      add("read record  Jackson", () -> orderReader.readValue(text));
      for (int round = 0; round < rounds; round++) {
        // Who begins changes, so that nobody always follows the same one.
        for (int i = 0; i < entries.size(); i++) {
          Entry entry = entries.get((i + round) % entries.size());
          entry.nanos()[round] = entry.turn().take(milliseconds);
        }
      }
    }
    report();
  }

  private static void check(Object expected, @Nullable Object one, @Nullable Object other) {
    if (!Objects.equals(expected, one) || !Objects.equals(expected, other)) {
      throw new IllegalStateException("what was read is not what was written");
    }
  }

  private void add(String name, Work work) {
    entries.add(turn(name, ms -> measure(work, ms)));
  }

  private Entry turn(String name, Turn turn) {
    return new Entry(name, turn, new double[rounds]);
  }

  private static double measure(Work work, long milliseconds) throws Exception {
    long begin = THREADS.getCurrentThreadCpuTime();
    long end = begin + milliseconds * 1_000_000;
    long count = 0;
    long now = begin;
    while (now < end) {
      for (int i = 0; i < 200; i++) {
        kept = work.run();
      }
      count += 200;
      now = THREADS.getCurrentThreadCpuTime();
    }
    return (now - begin) / (double) count;
  }

  private void report() {
    Entry valence = entries.get(0);
    for (Entry entry : entries) {
      boolean own = entry.name().endsWith("Valence");
      valence = own ? entry : valence;
      double[] nanos = counted(entry);
      double[] base = counted(valence);
      double[] ratios = new double[nanos.length];
      Arrays.setAll(ratios, i -> nanos[i] / base[i]);
      Figures figures = Figures.of(nanos);
      System.out.printf(
          Locale.ROOT,
          "%-28s median %6.0f ns   least %6.0f ns%s%n",
          entry.name(),
          figures.median(),
          figures.min(),
          own ? "" : String.format(Locale.ROOT, "   %.2f times Valence's", median(ratios)));
    }
  }

  private double[] counted(Entry entry) {
    return Arrays.copyOfRange(entry.nanos(), rounds / 3, rounds);
  }

  private static double median(double[] values) {
    return Figures.of(values).median();
  }
}
