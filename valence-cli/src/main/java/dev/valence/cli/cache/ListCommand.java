package dev.valence.cli.cache;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import dev.valence.net.HttpCache;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence cache list}. */
@Command(
    name = "list",
    header = "List what the cache holds, one response a line, the one used last at the end.",
    footerHeading = "%nExamples:%n",
    footer = "  valence cache list --partition persist:work")
final class ListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin KeptSession kept = new KeptSession();

  @Option(names = "--json", description = "A JSON array.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (OpenSession open = kept.open(context)) {
      List<HttpCache.Entry> entries = KeptSession.result(open.session().listCache());
      PrintStream out = context.terminal().out();
      if (json) {
        out.println(json(entries));
      } else {
        for (HttpCache.Entry entry : entries) {
          out.printf(
              "%d  %9s  %s  %s%n",
              entry.status(), Amounts.bytes(entry.bytes()), entry.stored(), entry.url());
        }
      }
    }
    return 0;
  }

  private static ArrayNode json(List<HttpCache.Entry> entries) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (HttpCache.Entry entry : entries) {
      array
          .addObject()
          .put("url", entry.url())
          .put("partition", entry.partition())
          .put("status", entry.status())
          .put("bytes", entry.bytes())
          .put("stored", entry.stored().toString())
          .put("lastUsed", entry.lastUsed().toString());
    }
    return array;
  }
}
