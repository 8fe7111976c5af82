package dev.valence.cli.fetch;

import dev.valence.cli.proxy.ProxyChoice;
import dev.valence.net.proxy.ProxyConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which proxies to go through. */
public final class ProxyOptions {
  @Option(
      names = {"-x", "--proxy"},
      paramLabel = "RULES",
      description =
          "Go through this proxy, [http|https|socks4|socks5://]host[:port], or by rules such as"
              + " \"http=a:80;socks=b\"; \"\" is no proxy. By default the system's settings.")
  @Nullable String rules;

  @Option(
      names = "--proxy-bypass",
      paramLabel = "RULES",
      description =
          "Exceptions with ; between: hosts with *, .suffixes, addresses, blocks, <local>,"
              + " <-loopback>.")
  @Nullable String bypass;

  @Option(
      names = "--pac",
      paramLabel = "FILE|URL|TEXT",
      description =
          "Ask this PAC script: its file, its http:, https: or data: URL, or its text. Without it"
              + " requests fail.")
  @Nullable String pac;

  /** For picocli. */
  public ProxyOptions() {}

  /** What they say; null where they say nothing. */
  public @Nullable ProxyConfig config() {
    return new ProxyChoice(rules, bypass, "--proxy-bypass", pac).config();
  }
}
