package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cookies.CookieJson;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieFilter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence cookies list}. */
@Command(
    name = "list",
    header = "List cookies, one a line; on a terminal long values are shortened.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence cookies list --partition persist:work --domain app.example",
      "  valence cookies list --partition persist:work --json"
    })
final class ListCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin KeptSession kept = new KeptSession();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Only what a request to this URL would carry.")
  @Nullable String url;

  @Option(
      names = "--domain",
      paramLabel = "HOST",
      description = "Only what a host of this name gets.")
  @Nullable String domain;

  @Option(names = "--name", paramLabel = "NAME", description = "Only cookies of this name.")
  @Nullable String cookieName;

  @Option(names = "--json", description = "A JSON array of cookies, with whole values.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  ListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CookieFilter.Builder filter = CookieFilter.builder();
    if (url != null) {
      filter.url(CookieUrl.checked(url));
    }
    if (domain != null) {
      filter.domain(domain);
    }
    if (cookieName != null) {
      filter.name(cookieName);
    }
    try (OpenSession open = kept.open(context)) {
      List<Cookie> cookies = KeptSession.result(open.session().cookies().get(filter.build()));
      if (json) {
        context.terminal().out().println(CookieJson.write(cookies));
      } else {
        new CookieTable(context.terminal()).print(cookies);
      }
    }
    return 0;
  }
}
