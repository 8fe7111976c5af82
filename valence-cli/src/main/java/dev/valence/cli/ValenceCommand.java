package dev.valence.cli;

import dev.valence.cli.command.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code valence} itself; its commands are added by {@link Commands}. */
@Command(
    name = "valence",
    header = "Sessions and networking of a browser, from the command line.",
    versionProvider = Version.class,
    synopsisHeading = "%nUsage: ",
    customSynopsis = "@|bold valence|@ COMMAND [OPTIONS]",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nStart here:%n",
    footer = {
      "  valence demo                  see what it does, on a site of its own",
      "  valence fetch https://example.com/",
      "  valence COMMAND --help        options and examples of a command"
    })
final class ValenceCommand implements Runnable {
  private final CommandContext context;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private final Runnable usage;

  ValenceCommand(CommandContext context, Runnable usage) {
    this.context = context;
    this.usage = usage;
  }

  @Override
  public void run() {
    usage.run();
    context.terminal().finish();
  }
}
