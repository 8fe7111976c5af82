package dev.valence.bench;

import dev.valence.bench.Work.Unit;
import dev.valence.bench.client.Peer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Medians and ratios of a run as text tables. */
final class Report {
  private final List<Sample> samples;

  Report(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** The table of one scenario, and of what it allocated where that is asked for. */
  String of(Scenario scenario) {
    StringBuilder text = new StringBuilder();
    String title = scenario.key() + ": " + scenario.title();
    boolean withLoad = scenario.work() != Work.START;
    table(text, title, scenario.work().unit(), speed(scenario), withLoad ? scenario : null);
    if (scenario.work().countsAllocation()) {
      table(text, title, Unit.BYTES_PER_REQUEST, allocation(scenario), null);
      boolean whole =
          samples.stream()
              .filter(sample -> sample.scenario() == scenario)
              .allMatch(sample -> sample.measurement().allocationIsWhole());
      if (!whole) {
        text.append("  (a thread ended in some round; what it had allocated is missing)\n");
      }
    }
    return text.toString();
  }

  /** The speed of each client. */
  Map<Peer, Figures> speed(Scenario scenario) {
    return figures(scenario, sample -> sample.measurement().value(scenario.work()));
  }

  /** The heap bytes that each client allocated for a request. */
  Map<Peer, Figures> allocation(Scenario scenario) {
    return figures(
        scenario,
        sample ->
            (double) sample.measurement().allocatedBytes() / sample.measurement().operations());
  }

  private interface Value {
    double of(Sample sample);
  }

  private Map<Peer, Figures> figures(Scenario scenario, Value value) {
    Map<Peer, Figures> figures = new EnumMap<>(Peer.class);
    for (Peer peer : Peer.values()) {
      double[] values = of(scenario, peer).mapToDouble(value::of).toArray();
      if (values.length > 0) {
        figures.put(peer, Figures.of(values));
      }
    }
    return figures;
  }

  private Stream<Sample> of(Scenario scenario, Peer peer) {
    return samples.stream()
        .filter(sample -> sample.scenario() == scenario && sample.peer() == peer);
  }

  private void table(
      StringBuilder text,
      String title,
      Unit unit,
      Map<Peer, Figures> figures,
      @Nullable Scenario loadOf) {
    text.append(String.format(Locale.ROOT, "%n%s%n", title));
    text.append(
        String.format(
            Locale.ROOT,
            "  %-18s %12s %12s %12s %8s %8s%s%n",
            unit.symbol(),
            "median",
            "min",
            "max",
            "x netty",
            "x best",
            loadOf == null ? "" : "  client, server load   per client CPU s"));
    Figures limit = figures.get(Peer.NETTY);
    OptionalDouble best = best(unit, figures);
    figures.forEach(
        (peer, value) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %-18s %12s %12s %12s %8s %8s%s%n",
                    peer.title(),
                    number(value.median()),
                    number(value.min()),
                    number(value.max()),
                    limit == null ? "-" : ratio(value.median(), limit.median()),
                    best.isEmpty() ? "-" : ratio(value.median(), best.getAsDouble()),
                    loadOf == null ? "" : load(loadOf, peer))));
  }

  /** The best median among the five libraries. */
  private static OptionalDouble best(Unit unit, Map<Peer, Figures> figures) {
    List<Double> medians = new ArrayList<>();
    figures.forEach(
        (peer, value) -> {
          if (peer.isLibrary()) {
            medians.add(value.median());
          }
        });
    var all = medians.stream().mapToDouble(Double::doubleValue);
    return unit.moreIsBetter() ? all.max() : all.min();
  }

  private String load(Scenario scenario, Peer peer) {
    double[] client =
        of(scenario, peer)
            .map(Sample::measurement)
            .mapToDouble(m -> (double) m.cpuNanos() / m.nanos())
            .toArray();
    double[] server = of(scenario, peer).mapToDouble(Sample::serverLoad).toArray();
    double[] perCpu =
        of(scenario, peer)
            .map(Sample::measurement)
            .mapToDouble(m -> m.value(scenario.work()) * m.nanos() / m.cpuNanos())
            .toArray();
    return String.format(
        Locale.ROOT,
        "   %5.0f %%, %5.0f %%  %18s",
        100 * Figures.of(client).median(),
        100 * Figures.of(server).median(),
        number(Figures.of(perCpu).median()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
  }

  private static String ratio(double value, double reference) {
    return String.format(Locale.ROOT, "%.2f", value / reference);
  }
}
