package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence cookies}; the work is in its commands. */
@Command(
    name = "cookies",
    header = "Look at, set, move and remove the cookies of a kept session.",
    subcommands = {
      ListCommand.class,
      GetCommand.class,
      SetCommand.class,
      RemoveCommand.class,
      ImportCommand.class,
      ExportCommand.class
    },
    synopsisHeading = "",
    customSynopsis = "@|bold valence cookies|@ COMMAND --partition persist:NAME [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence cookies list --partition persist:work",
      "  valence cookies get --partition persist:work https://app.example/ sid",
      "  valence cookies import --partition persist:work cookies.txt"
    })
public final class CookiesCommand implements Runnable {
  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public CookiesCommand(CommandContext context) {}

  @Override
  public void run() {
    throw CommandFailure.usage(
        "say what to do: valence cookies list, get, set, remove, import or export;"
            + " see valence cookies --help");
  }
}
