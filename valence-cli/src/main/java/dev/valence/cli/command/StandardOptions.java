package dev.valence.cli.command;

import picocli.CommandLine.Option;

/** Options that every command has. */
public final class StandardOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--debug", description = "Show where a failure comes from.")
  boolean debug;

  /** For picocli. */
  public StandardOptions() {}

  /** Whether failures are shown with their stack. */
  public boolean debug() {
    return debug;
  }
}
