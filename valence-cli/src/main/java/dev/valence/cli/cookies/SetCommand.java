package dev.valence.cli.cookies;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.session.KeptSession;
import dev.valence.cli.session.OpenSession;
import dev.valence.net.cookie.CookieDetails;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence cookies set}. */
@Command(
    name = "set",
    header = "Set a cookie, as the application itself.",
    sortOptions = false,
    description = {
      "",
      "Without --expires or --max-age it is a session cookie, which no session on the disk keeps."
    },
    footerHeading = "%nExamples:%n",
    footer =
        "  valence cookies set --partition persist:work --max-age 86400 --secure"
            + " https://app.example/ theme=dark")
final class SetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "URL", description = "Whose cookie it is.")
  String url = "";

  @Parameters(index = "1", paramLabel = "NAME=VALUE", description = "Name and value.")
  String pair = "";

  @Mixin KeptSession kept = new KeptSession();

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Subdomains of it get the cookie too; else the URL's host alone.")
  @Nullable String domain;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Below it the cookie is sent; else the folder of the URL.")
  @Nullable String path;

  @Option(names = "--secure", description = "Only over https.")
  boolean secure;

  @Option(names = "--http-only", description = "Not for scripts of pages.")
  boolean httpOnly;

  @Option(
      names = "--same-site",
      paramLabel = "VALUE",
      description = "strict, lax (the default), no_restriction or unspecified.")
  String sameSite = "lax";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "When it ends, such as 2030-01-31T12:00:00Z.")
  @Nullable String expires;

  @Option(names = "--max-age", paramLabel = "SECONDS", description = "How long it lasts.")
  @Nullable Long maxAge;

  @Mixin StandardOptions standard = new StandardOptions();

  SetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CookieDetails details = details();
    try (OpenSession open = kept.open(context)) {
      KeptSession.result(open.session().cookies().set(details));
      KeptSession.result(open.session().cookies().flushStore());
    }
    return 0;
  }

  private CookieDetails details() {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      // What was typed may be a value, so that it is not repeated.
      throw CommandFailure.usage("the cookie wants NAME=VALUE; there is no = in what was given");
    }
    CookieDetails.Builder details =
        CookieDetails.builder()
            .url(CookieUrl.checked(url))
            .name(pair.substring(0, equals))
            .value(pair.substring(equals + 1))
            .httpOnly(httpOnly)
            .sameSite(sameSite);
    if (secure) {
      details.secure(true);
    }
    if (domain != null) {
      details.domain(domain);
    }
    if (path != null) {
      details.path(path);
    }
    Instant end = end();
    if (end != null) {
      details.expirationDate(end);
    }
    return details.build();
  }

  private @Nullable Instant end() {
    if (expires != null && maxAge != null) {
      throw CommandFailure.usage("--expires and --max-age both say when it ends: use one of them");
    }
    if (maxAge != null) {
      if (maxAge <= 0 || maxAge > 1L << 40) {
        throw CommandFailure.usage("--max-age is a number of seconds above 0, not " + maxAge);
      }
      return Instant.now().plusSeconds(maxAge);
    }
    try {
      return expires == null ? null : Instant.parse(expires);
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage(
          "--expires wants a time such as 2030-01-31T12:00:00Z, not " + expires);
    }
  }
}
