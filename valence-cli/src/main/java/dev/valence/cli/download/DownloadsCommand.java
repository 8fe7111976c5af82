package dev.valence.cli.download;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence downloads}; the work is in its commands. */
@Command(
    name = "downloads",
    header = "Look at, resume and cancel the downloads of a kept session.",
    subcommands = {ListCommand.class, ResumeCommand.class, CancelCommand.class},
    synopsisHeading = "",
    customSynopsis = "@|bold valence downloads|@ COMMAND [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence downloads list",
      "  valence downloads resume",
      "  valence downloads cancel 1f0c32ab"
    })
public final class DownloadsCommand implements Runnable {
  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public DownloadsCommand(CommandContext context) {}

  @Override
  public void run() {
    throw CommandFailure.usage(
        "say what to do: valence downloads list, resume or cancel; see valence downloads --help");
  }
}
