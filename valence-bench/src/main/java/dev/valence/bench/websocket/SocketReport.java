package dev.valence.bench.websocket;

import dev.valence.bench.Figures;
import dev.valence.bench.Measurement;
import dev.valence.bench.websocket.client.SocketPeer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Medians and ratios of one scenario as a text table. */
final class SocketReport {
  /**
   * One measurement in its place.
   *
   * @param serverLoad share of one processor that the server used meanwhile
   */
  record Sample(SocketPeer peer, Measurement measurement, double serverLoad) {}

  private final List<Sample> samples;

  SocketReport(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** The table of echoes in a second. */
  String of(SocketScenario scenario) {
    Map<SocketPeer, Figures> speeds = figures(s -> perSecond(s.measurement()));
    Map<SocketPeer, Figures> bytes =
        figures(s -> (double) s.measurement().allocatedBytes() / s.measurement().operations());
    Map<SocketPeer, Figures> perCpu =
        figures(s -> 1e9 * s.measurement().operations() / s.measurement().cpuNanos());
    Map<SocketPeer, Figures> client =
        figures(s -> 100.0 * s.measurement().cpuNanos() / s.measurement().nanos());
    Map<SocketPeer, Figures> server = figures(s -> 100 * s.serverLoad());
    Figures limit = speeds.get(SocketPeer.NETTY);
    OptionalDouble best =
        speeds.entrySet().stream()
            .filter(entry -> entry.getKey().isLibrary())
            .mapToDouble(entry -> entry.getValue().median())
            .max();
    StringBuilder text = new StringBuilder();
    line(text, "%n%s: %s%n", scenario.key(), scenario.title());
    line(
        text,
        "  %-18s %12s %12s %12s %8s %8s %14s %19s  client, server load%n",
        "messages/s",
        "median",
        "min",
        "max",
        "x netty",
        "x best",
        "bytes/message",
        "per client CPU s");
    speeds.forEach(
        (peer, speed) ->
            line(
                text,
                "  %-18s %,12.0f %,12.0f %,12.0f %8s %8s %,14.0f %,19.0f  %5.0f %%, %5.0f %%%n",
                peer.title(),
                speed.median(),
                speed.min(),
                speed.max(),
                limit == null ? "-" : ratio(speed.median(), limit.median()),
                best.isEmpty() ? "-" : ratio(speed.median(), best.getAsDouble()),
                figure(bytes, peer),
                figure(perCpu, peer),
                figure(client, peer),
                figure(server, peer)));
    return text.toString();
  }

  /** The table of the memory of idle sockets. */
  static String of(Map<SocketPeer, Footprint> footprints) {
    StringBuilder text = new StringBuilder();
    SocketScenario idle = SocketScenario.IDLE;
    line(text, "%n%s: %s%n", idle.key(), idle.title());
    line(text, "  %-18s %10s %10s %10s %12s%n", "MB", "heap", "direct", "both", "(resident)");
    footprints.forEach(
        (peer, memory) ->
            line(
                text,
                "  %-18s %10.1f %10.1f %10.1f %12.1f%n",
                peer.title(),
                memory.heap() / 1e6,
                memory.direct() / 1e6,
                (memory.heap() + memory.direct()) / 1e6,
                memory.resident() / 1e6));
    return text.toString();
  }

  private Map<SocketPeer, Figures> figures(ToDoubleFunction<Sample> value) {
    Map<SocketPeer, Figures> figures = new EnumMap<>(SocketPeer.class);
    for (SocketPeer peer : SocketPeer.values()) {
      double[] values = samples.stream().filter(s -> s.peer() == peer).mapToDouble(value).toArray();
      if (values.length > 0) {
        figures.put(peer, Figures.of(values));
      }
    }
    return figures;
  }

  private static double perSecond(Measurement measurement) {
    return measurement.operations() / (measurement.nanos() / 1e9);
  }

  private static double figure(Map<SocketPeer, Figures> figures, SocketPeer peer) {
    Figures found = figures.get(peer);
    return found == null ? Double.NaN : found.median();
  }

  private static String ratio(double value, double reference) {
    return String.format(Locale.ROOT, "%.2f", value / reference);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
