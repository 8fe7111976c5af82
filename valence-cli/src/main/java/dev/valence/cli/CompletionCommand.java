package dev.valence.cli;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence completion}: a script for bash and zsh. */
@Command(
    name = "completion",
    header = "Print a script that completes words in bash and zsh.",
    synopsisHeading = "",
    customSynopsis = "@|bold valence completion|@",
    footerHeading = "%nExamples:%n",
    footer = "  source <(valence completion)")
final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.terminal().out().print(AutoComplete.bash("valence", Commands.all(context)));
    return 0;
  }
}
