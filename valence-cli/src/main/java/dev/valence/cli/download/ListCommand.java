package dev.valence.cli.download;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import dev.valence.download.DownloadItem;
import dev.valence.download.InterruptReason;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence downloads list}. */
@Command(
    name = "list",
    header = "List the downloads, one a line, the oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence downloads list",
      "  valence downloads list --partition persist:work --json"
    })
final class ListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin DownloadSession session = new DownloadSession();

  @Option(names = "--json", description = "A JSON array.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (OpenSession open = session.openJournal(context)) {
      List<DownloadItem> items = KeptSession.result(open.session().downloads().list());
      if (json) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        items.forEach(item -> array.add(ItemJson.of(item)));
        context.terminal().out().println(array);
      } else {
        items.forEach(item -> context.terminal().out().println(line(item)));
      }
    }
    return 0;
  }

  private static String line(DownloadItem item) {
    InterruptReason reason = item.interruptReason();
    long total = item.getTotalBytes();
    return String.format(
        "%s  %-11s  %9s of %-9s  %s  %s%s",
        item.id().substring(0, Chosen.SHORT),
        item.isPaused() ? "paused" : item.getState().wireName(),
        Amounts.bytes(item.getReceivedBytes()),
        total == 0 ? "?" : Amounts.bytes(total),
        item.getURL(),
        item.getSavePath() == null ? "-" : item.getSavePath(),
        reason == null || item.canResume() ? "" : "  " + reason);
  }
}
