package dev.valence.cli.fetch;

import dev.valence.cli.terminal.Style;
import dev.valence.net.ConnectionFacts;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetException;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.ResponseSource;
import dev.valence.net.http.HeaderList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as it goes over the wire, in lines as curl has them: {@code >} sent, {@code <}
 * received, {@code *} remarks. On the network thread.
 */
final class WireReport implements RequestObserver {
  /** What a server could steer the terminal with. */
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f]");

  private final Style style;
  private final boolean secrets;
  private final Consumer<String> lines;
  private boolean sent;

  /**
   * A report.
   *
   * @param secrets whether values that are secrets are shown
   * @param lines takes the lines; must not wait
   */
  WireReport(Style style, boolean secrets, Consumer<String> lines) {
    this.style = style;
    this.secrets = secrets;
    this.lines = lines;
  }

  @Override
  public void onHop(String method, Url url) {
    sent = false;
  }

  @Override
  public void onProxyFailed(ProxyServer proxy, NetException error) {
    remark("no way through " + proxy.toPacString() + ": " + error.error().text());
  }

  @Override
  public void onConnection(ConnectionFacts connection) {
    String number = "connection " + connection.id() + " to " + connection.remoteAddress();
    if (connection.reused()) {
      remark("using " + number + " again");
    } else {
      remark("new " + number + times(connection));
    }
    if (!connection.proxy().isDirect()) {
      remark("through " + connection.proxy().toPacString());
    }
    if (connection.tlsVersion() != null) {
      String alpn = connection.version() == HttpVersion.HTTP_2 ? "h2" : "http/1.1";
      remark(connection.tlsVersion() + ", " + connection.cipherSuite() + ", ALPN " + alpn);
    }
  }

  private static String times(ConnectionFacts connection) {
    List<String> parts = new ArrayList<>(3);
    add(parts, "name", connection.resolving());
    add(parts, connection.proxy().isDirect() ? "TCP" : "TCP and proxy", connection.connecting());
    add(parts, "TLS", connection.handshake());
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  private static void add(List<String> parts, String name, @Nullable Duration took) {
    if (took != null) {
      parts.add(String.format(Locale.ROOT, "%s %.1f ms", name, took.toNanos() / 1e6));
    }
  }

  @Override
  public void onRequestHead(String line, HeaderList fields) {
    sent = true;
    print("> ", HeadText.lines(line, fields.toRawList(), secrets));
  }

  @Override
  public void onResponseHead(ResponseHead head) {
    if (head.source() == ResponseSource.CACHE) {
      remark("from the cache; the server was not asked");
    } else if (!sent) {
      remark("answered on this side: nothing was sent");
    }
    print("< ", head(head));
  }

  @Override
  public void onConfirmed(ResponseHead stored) {
    remark("from the cache; the server has confirmed it");
    print("< ", head(stored));
  }

  private List<String> head(ResponseHead head) {
    return HeadText.response(
        head.version(), head.status(), head.reason(), head.headers().toRawList(), secrets);
  }

  @Override
  public void onRedirect(Url to) {
    remark("on to " + to.withoutCredentials().href());
  }

  private void print(String mark, List<String> head) {
    head.forEach(line -> lines.accept(style.dim(mark) + CONTROL.matcher(line).replaceAll("?")));
    lines.accept(style.dim(mark.strip()));
  }

  /** A line of the command's own. */
  void remark(String text) {
    lines.accept(style.cyan("* " + text));
  }
}
