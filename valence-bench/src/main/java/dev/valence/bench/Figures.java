package dev.valence.bench;

import java.util.Arrays;

/** Median, least and most of the figures of all rounds. */
public record Figures(double median, double min, double max) {

  /** Of at least one value. */
  public static Figures of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Figures(median, sorted[0], sorted[sorted.length - 1]);
  }
}
