package dev.valence.cli.cache;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence cache size}. */
@Command(
    name = "size",
    header = "Print how much the cache holds.",
    footerHeading = "%nExamples:%n",
    footer = "  valence cache size --partition persist:work --bytes")
final class SizeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin KeptSession kept = new KeptSession();

  @Option(names = "--bytes", description = "The number of bytes alone.")
  boolean bytes;

  @Option(names = "--json", description = "A JSON object.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  SizeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (OpenSession open = kept.open(context)) {
      long size = KeptSession.result(open.session().getCacheSize());
      context
          .terminal()
          .out()
          .println(json ? "{\"bytes\":" + size + "}" : bytes ? size : Amounts.bytes(size));
    }
    return 0;
  }
}
