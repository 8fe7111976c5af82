package dev.valence.cli.fetch;

import dev.valence.cli.terminal.Style;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code -v}: heads with &gt; and &lt;, remarks with *, as curl has them. */
final class VerboseListener implements Transfer.Listener {
  private final PrintStream err;
  private final Style style;
  private final boolean secrets;

  VerboseListener(PrintStream err, Style style, boolean secrets) {
    this.err = err;
    this.style = style;
    this.secrets = secrets;
  }

  @Override
  public void onRequest(String method, Url url, HeaderList headers) {
    String host = url.port() < 0 ? String.valueOf(url.host()) : url.host() + ":" + url.port();
    print("> ", method + " " + url.pathAndQuery(), List.of("Host", host));
    print("> ", null, headers.toRawList());
    remark("the session adds its own User-Agent, Accept, Accept-Encoding and cookies");
  }

  @Override
  public void onHead(Hop hop, @Nullable Url next) {
    List<String> lines =
        HeadText.response(hop.version(), hop.status(), hop.statusText(), hop.rawHeaders(), secrets);
    lines.forEach(line -> err.println(style.dim("< ") + line));
    remark("head after " + hop.untilHead().toMillis() + " ms");
    if (next != null) {
      remark("redirect to " + next.href());
    }
  }

  private void print(String mark, @Nullable String first, List<String> rawHeaders) {
    List<String> lines = HeadText.lines(first == null ? "" : first, rawHeaders, secrets);
    lines.stream().skip(first == null ? 1 : 0).forEach(line -> err.println(style.dim(mark) + line));
  }

  private void remark(String text) {
    err.println(style.cyan("* " + text));
  }
}
