package dev.valence.bench;

import picocli.CommandLine.Option;

/** How often and how long the clients of a side-by-side run are measured. */
public final class Rounds {
  @Option(names = "--rounds", paramLabel = "N", description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int count = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Seconds of each measurement (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--first-warm-up",
      paramLabel = "S",
      description =
          "Seconds of work before a client's first measurement of a scenario (default:"
              + " ${DEFAULT-VALUE}).")
  private double firstWarmUp;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "Seconds of work before each later measurement (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  /** With the defaults of a run, in seconds. */
  public Rounds(double seconds, double firstWarmUp, double warmUp) {
    this.seconds = seconds;
    this.firstWarmUp = firstWarmUp;
    this.warmUp = warmUp;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Seconds of each measurement. */
  public double seconds() {
    return seconds;
  }

  /** Seconds before a client's first measurement. */
  public double firstWarmUp() {
    return firstWarmUp;
  }

  /** Seconds before each later one. */
  public double warmUp() {
    return warmUp;
  }
}
