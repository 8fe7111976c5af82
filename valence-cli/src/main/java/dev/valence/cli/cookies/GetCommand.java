package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
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
import picocli.CommandLine.Parameters;

/** {@code valence cookies get}. */
@Command(
    name = "get",
    header = "Print what a request to a URL would carry: name=value, or the value of one name.",
    sortOptions = false,
    footerHeading = "%nExits with 1 where there is no such cookie.%n%nExamples:%n",
    footer = "  valence cookies get --partition persist:work https://app.example/ sid")
final class GetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "URL", description = "Where the request would go.")
  String url = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One cookie's name.")
  @Nullable String cookieName;

  @Mixin KeptSession kept = new KeptSession();

  @Option(names = "--json", description = "A JSON array of cookies.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  GetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CookieFilter.Builder filter = CookieFilter.builder().url(CookieUrl.checked(url));
    if (cookieName != null) {
      filter.name(cookieName);
    }
    List<Cookie> cookies;
    try (OpenSession open = kept.open(context)) {
      cookies = KeptSession.result(open.session().cookies().get(filter.build()));
    }
    if (json) {
      context.terminal().out().println(CookieJson.write(cookies));
    } else {
      for (Cookie cookie : cookies) {
        String name = cookieName == null ? cookie.name() + "=" : "";
        context.terminal().out().println(name + cookie.value());
      }
    }
    if (cookies.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "no cookie"
              + (cookieName == null ? "" : " " + cookieName)
              + " for "
              + url
              + "; valence cookies list --partition "
              + kept.partition
              + " shows what there is");
    }
    return 0;
  }
}
