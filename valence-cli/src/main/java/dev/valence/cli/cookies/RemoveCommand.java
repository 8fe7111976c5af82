package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.cookies.Cookies;
import dev.valence.net.cookie.CookieFilter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code valence cookies remove}. */
@Command(
    name = "remove",
    header = "Remove the cookies of a name that a request to a URL would carry.",
    sortOptions = false,
    footerHeading = "%nExits with 1 where there is no such cookie.%n%nExamples:%n",
    footer = "  valence cookies remove --partition persist:work https://app.example/ sid")
final class RemoveCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "URL", description = "Where the request would go.")
  String url = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The cookie's name.")
  String cookieName = "";

  @Mixin KeptSession kept = new KeptSession();
  @Mixin StandardOptions standard = new StandardOptions();

  RemoveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String target = CookieUrl.checked(url);
    try (OpenSession open = kept.open(context)) {
      Cookies cookies = open.session().cookies();
      CookieFilter filter = CookieFilter.builder().url(target).name(cookieName).build();
      if (KeptSession.result(cookies.get(filter)).isEmpty()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "no cookie "
                + cookieName
                + " for "
                + url
                + "; valence cookies list --partition "
                + kept.partition
                + " shows what there is");
      }
      KeptSession.result(cookies.remove(target, cookieName));
      KeptSession.result(cookies.flushStore());
    }
    return 0;
  }
}
