package dev.valence.cli.download;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Amounts;
import dev.valence.download.DownloadItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence downloads cancel}. */
@Command(
    name = "cancel",
    header = "Give downloads up, remove their parts, and take them off the list; whole files stay.",
    footerHeading = "%nExamples:%n",
    footer = {"  valence downloads cancel 1f0c32ab", "  valence downloads cancel --all"})
final class CancelCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The beginning of their ids.")
  List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Every download of the list.")
  boolean all;

  @Mixin DownloadSession session = new DownloadSession();
  @Mixin StandardOptions standard = new StandardOptions();

  CancelCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (all == !ids.isEmpty()) {
      throw CommandFailure.usage("say which: the ids of downloads, or --all");
    }
    try (OpenSession open = session.openJournal(context)) {
      List<DownloadItem> known = KeptSession.result(open.session().downloads().list());
      List<DownloadItem> chosen = all ? known : Chosen.of(known, ids);
      for (DownloadItem item : chosen) {
        KeptSession.result(open.session().downloads().remove(item));
      }
      context.terminal().err().println("Cancelled " + Amounts.count(chosen.size(), "download"));
    }
    return 0;
  }
}
