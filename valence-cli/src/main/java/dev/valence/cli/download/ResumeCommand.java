package dev.valence.cli.download;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.download.DownloadItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence downloads resume}. */
@Command(
    name = "resume",
    header = "Go on with downloads that broke off, and wait for them.",
    footerHeading = "%nExamples:%n",
    footer = {"  valence downloads resume", "  valence downloads resume 1f0c32ab"})
final class ResumeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Which, by the beginning of their ids; all that can be resumed by default.")
  List<String> ids = new ArrayList<>();

  @Mixin DownloadSession session = new DownloadSession();

  @Option(names = "--json", description = "Print one line of JSON for each file.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  ResumeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (OpenSession open = session.openJournal(context)) {
      List<DownloadItem> all = KeptSession.result(open.session().downloads().list());
      List<DownloadItem> chosen =
          ids.isEmpty()
              ? all.stream().filter(DownloadItem::canResume).toList()
              : Chosen.of(all, ids);
      for (DownloadItem item : chosen) {
        if (!item.canResume()) {
          throw CommandFailure.usage(
              "the download " + item.id() + " is " + item.getState().wireName() + " for good");
        }
      }
      open.session().downloads().setMaxConcurrent(1);
      chosen.forEach(DownloadItem::resume);
      return new DownloadWait(context, json, false, standard.debug(), open.session())
          .awaitAll(chosen)
          .number();
    }
  }
}
