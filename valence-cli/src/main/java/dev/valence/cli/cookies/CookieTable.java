package dev.valence.cli.cookies;

import dev.valence.cli.terminal.Amounts;
import dev.valence.cli.terminal.Style;
import dev.valence.cli.terminal.Terminal;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.SameSite;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Cookies for people: columns on a terminal, tabs between whole values in a pipe. */
final class CookieTable {
  private static final int SHORT_VALUE = 24;
  private static final List<String> TITLES =
      List.of("DOMAIN", "PATH", "NAME", "VALUE", "EXPIRES", "FLAGS");

  private final Terminal terminal;

  CookieTable(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(List<Cookie> cookies) {
    PrintStream out = terminal.out();
    if (!terminal.outIsTerminal()) {
      cookies.forEach(cookie -> out.println(String.join("\t", cells(cookie, false))));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    cookies.forEach(cookie -> rows.add(cells(cookie, true)));
    Style style = terminal.outStyle();
    for (int i = 0; i < rows.size(); i++) {
      String line = line(rows, rows.get(i));
      out.println(i == 0 ? style.bold(line) : line);
    }
    out.println(style.dim(Amounts.count(cookies.size(), "cookie")));
  }

  private static String line(List<List<String>> rows, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(cells -> cells.get(at).length()).max().orElse(0);
      String cell = row.get(column);
      line.append(cell);
      if (column < row.size() - 1) {
        line.append(" ".repeat(width - cell.length() + 2));
      }
    }
    return line.toString();
  }

  private static List<String> cells(Cookie cookie, boolean shortened) {
    Instant expiry = cookie.expirationDate();
    return List.of(
        cookie.domain(),
        cookie.path(),
        shortened ? shortened(cookie.name()) : cookie.name(),
        shortened ? shortened(cookie.value()) : cookie.value(),
        expiry == null ? "session" : expiry.truncatedTo(ChronoUnit.SECONDS).toString(),
        flags(cookie));
  }

  private static String shortened(String text) {
    return text.length() <= SHORT_VALUE ? text : text.substring(0, SHORT_VALUE - 1) + "…";
  }

  private static String flags(Cookie cookie) {
    List<String> flags = new ArrayList<>();
    if (cookie.secure()) {
      flags.add("secure");
    }
    if (cookie.httpOnly()) {
      flags.add("httpOnly");
    }
    if (cookie.sameSite() != SameSite.UNSPECIFIED) {
      flags.add("sameSite=" + cookie.sameSite().wireName());
    }
    if (cookie.partitionKey() != null) {
      flags.add("partitioned");
    }
    return flags.isEmpty() ? "-" : String.join(",", flags);
  }
}
