package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.net.url.InvalidUrlException;
import dev.valence.net.url.Url;
import java.util.regex.Pattern;

/** What a URL argument means. Pure functions. */
public final class TargetUrl {
  private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  private TargetUrl() {}

  /** The URL; without a scheme it is {@code http://}, as curl has it. */
  public static Url parse(String argument) {
    String text = HAS_SCHEME.matcher(argument).matches() ? argument : "http://" + argument;
    Url url;
    try {
      url = Url.parse(text);
    } catch (InvalidUrlException e) {
      throw new CommandFailure(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
    }
    if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      throw new CommandFailure(
          ExitCode.BAD_URL, "the scheme of " + argument + " is not served; http: and https: are");
    }
    return url;
  }

  /** The last part of the path, as a file's name. */
  static String fileName(Url url) {
    String path = url.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      throw CommandFailure.usage(
          "-O: the path of " + url.href() + " ends without a file name; use -o FILE");
    }
    // Part of a URL, so written by someone else: nothing but a plain name in this folder.
    if (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0 || name.startsWith(".")) {
      throw CommandFailure.usage("-O: " + name + " is no name for a file; use -o FILE");
    }
    return name;
  }
}
