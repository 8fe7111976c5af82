package dev.valence.cli.cache;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence cache}; the work is in its commands. */
@Command(
    name = "cache",
    header = "Look at and clear the HTTP cache of a kept session.",
    subcommands = {SizeCommand.class, ListCommand.class, ClearCommand.class},
    synopsisHeading = "",
    customSynopsis = "@|bold valence cache|@ COMMAND --partition persist:NAME [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence cache size --partition persist:work",
      "  valence cache list --partition persist:work --json",
      "  valence cache clear --partition persist:work"
    })
public final class CacheCommand implements Runnable {
  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public CacheCommand(CommandContext context) {}

  @Override
  public void run() {
    throw CommandFailure.usage(
        "say what to do: valence cache size, list or clear; see valence cache --help");
  }
}
