package dev.valence.cli.cache;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence cache clear}. */
@Command(
    name = "clear",
    header = "Empty the cache.",
    footerHeading = "%nExamples:%n",
    footer = "  valence cache clear --partition persist:work")
final class ClearCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin KeptSession kept = new KeptSession();

  @Mixin StandardOptions standard = new StandardOptions();

  ClearCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (OpenSession open = kept.open(context)) {
      long size = KeptSession.result(open.session().getCacheSize());
      KeptSession.result(open.session().clearCache());
      context.terminal().err().println("Cleared " + Amounts.bytes(size));
    }
    return 0;
  }
}
