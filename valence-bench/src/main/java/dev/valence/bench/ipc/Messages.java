package dev.valence.bench.ipc;

import dev.valence.bench.ipc.Contender.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages between two JVMs: rounds in which each contender does each measurement, the first of
 * them changing from round to round. Prints the median of the rounds, and the least and greatest.
 */
public final class Messages {
  /** A round whose figures do not count: the JVMs get warm. */
  private static final int WARM_UP = 2;

  private record Measurement(String title, Kind kind, int count, int bytes, String unit) {}

  private static final List<Measurement> MEASUREMENTS =
      List.of(
          new Measurement("sequential invoke", Kind.ROUND_TRIPS, 40_000, 0, "/s"),
          new Measurement("pipelined send", Kind.PIPELINED, 400_000, 0, "/s"),
          new Measurement("echo of 64 KB, median", Kind.ROUND_TRIPS, 3_000, 64 << 10, "ms"),
          new Measurement("echo of 1 MB, median", Kind.ROUND_TRIPS, 300, 1 << 20, "ms"));

  private Messages() {}

  /** {@code [ROUNDS]}, 5 by default. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    try (Contender valence = new ValenceContender();
        Contender bare = new BareContender()) {
      for (int round = -WARM_UP; round < rounds; round++) {
        List<Contender> order = round % 2 == 0 ? List.of(valence, bare) : List.of(bare, valence);
        for (Measurement measurement : MEASUREMENTS) {
          for (Contender contender : order) {
            double figure = figure(contender, measurement);
            if (round >= 0) {
              String key = line(measurement.title, contender.name(), measurement.unit);
              figures.computeIfAbsent(key, any -> new ArrayList<>()).add(figure);
            }
          }
        }
      }
    }
    System.out.println(line("", "", "") + "      median       least    greatest");
    figures.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> System.out.println(entry.getKey() + numbers(entry.getValue())));
  }

  private static double figure(Contender contender, Measurement m) throws Exception {
    long[] nanos = contender.measure(m.kind, m.count, m.bytes);
    if (m.unit.equals("ms")) {
      Arrays.sort(nanos);
      return nanos[nanos.length / 2] / 1e6;
    }
    return m.count / (Arrays.stream(nanos).sum() / 1e9);
  }

  private static String line(String title, String name, String unit) {
    return String.format(Locale.ROOT, "%-24s %-12s %-3s", title, name, unit);
  }

  private static String numbers(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    String form = sorted[0] > 1_000 ? "%12.0f" : "%12.3f";
    return String.format(
        Locale.ROOT,
        form + form + form,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
