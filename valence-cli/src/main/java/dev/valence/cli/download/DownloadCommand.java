package dev.valence.cli.download;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.fetch.TargetUrl;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadState;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence download}: files that are whole or not there. */
@Command(
    name = "download",
    header = "Download files, with further tries after faults, and go on after an interruption.",
    synopsisHeading = "",
    customSynopsis = "@|bold valence download|@ [OPTIONS] URL...",
    description = {
      "",
      "A file gets its name when it is whole; until then it is NAME.xxxxxxxx.part. Redirects are"
          + " followed. A checksum that the server tells is compared, too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence download https://example.com/image.iso",
      "  valence download -o image.iso --segments 4 https://example.com/image.iso",
      "  valence download --checksum 9f86d0… https://example.com/image.iso",
      "  valence download --resume https://example.com/image.iso    # again, after Ctrl-C",
      "  valence downloads list"
    })
public final class DownloadCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin DownloadArguments arguments = new DownloadArguments();
  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public DownloadCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    arguments.check();
    List<Url> urls = arguments.urls.stream().map(TargetUrl::parse).toList();
    long limit = arguments.bytesPerSecond();
    ProxyConfig proxies = arguments.connection.proxies(context.terminal());
    Valence.Builder builder = Valence.builder();
    arguments.connection.apply(builder);
    try (OpenSession open = arguments.session.open(builder, arguments.resume, context)) {
      Session session = open.session();
      arguments.connection.apply(session, proxies, urls, context);
      session.setDownloadPath(arguments.directory.toAbsolutePath());
      session.downloads().setMaxConcurrent(arguments.parallel);
      session.downloads().setBandwidthLimit(limit);
      return new DownloadWait(context, arguments.json, arguments.silent, standard.debug(), session)
          .awaitAll(started(session, urls))
          .number();
    }
  }

  private List<DownloadItem> started(Session session, List<Url> urls) {
    List<DownloadItem> earlier =
        arguments.resume ? KeptSession.result(session.downloads().list()) : List.of();
    List<DownloadItem> items = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      DownloadItem left = left(earlier, urls.get(i).href());
      if (left != null && !items.contains(left)) {
        left.resume();
        items.add(left);
      } else {
        items.add(start(session, urls.get(i), i));
      }
    }
    return items;
  }

  private DownloadItem start(Session session, Url url, int index) {
    try {
      return session.downloadURL(url.href(), arguments.options(index));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** What an earlier command left of this URL; the newest of several. */
  private static @Nullable DownloadItem left(List<DownloadItem> earlier, String url) {
    DownloadItem found = null;
    for (DownloadItem item : earlier) {
      if (item.getState() == DownloadState.INTERRUPTED
          && item.canResume()
          && item.getURLChain().get(0).equals(url)) {
        found = item;
      }
    }
    return found;
  }
}
