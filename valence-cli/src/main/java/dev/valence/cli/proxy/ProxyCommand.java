package dev.valence.cli.proxy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.net.NetError;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.InvalidUrlException;
import dev.valence.net.url.Url;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence proxy}. */
@Command(
    name = "proxy",
    header = "Print the proxies for a URL, in the order to try: one a line.",
    sortOptions = false,
    description = {
      "",
      "Without --proxy and --pac the system's settings count. Nothing is sent to the URL or to a"
          + " proxy; a script named by a URL is fetched."
    },
    footerHeading =
        "%nExits with 97 where a request would fail for want of a script.%n%nExamples:%n",
    footer = {
      "  valence proxy --explain https://example.com/",
      "  valence proxy --proxy \"http=a:8080,b:8080;socks=c\" http://example.com/",
      "  valence proxy --proxy a:8080 --bypass \"<local>;*.intern.example\" http://x.intern.example/",
      "  valence proxy --pac proxy.pac --explain https://example.com/",
      "  valence proxy --pac http://wpad/wpad.dat --json https://example.com/"
    })
public final class ProxyCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "URL", description = "A URL with its scheme.")
  String url = "";

  @Option(
      names = "--explain",
      description = "Tell why: which setting, rule or script, what it said, and what is wrong.")
  boolean explain;

  @Option(
      names = {"-x", "--proxy"},
      paramLabel = "RULES",
      description =
          "Rules, [scheme=]proxy[,proxy]... with ; between, such as \"http=a:80;socks=b\"; \"\" is"
              + " no proxy.")
  @Nullable String rules;

  @Option(
      names = "--bypass",
      paramLabel = "RULES",
      description =
          "Exceptions with ; between: hosts with *, .suffixes, addresses, blocks, <local>,"
              + " <-loopback>.")
  @Nullable String bypass;

  @Option(
      names = "--pac",
      paramLabel = "FILE|URL|TEXT",
      description = "A PAC script: its file, its http:, https: or data: URL, or its text.")
  @Nullable String pac;

  @Option(names = "--json", description = "One line: url and proxies, with the reasons.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  public ProxyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String target = target();
    ProxyConfig config = new ProxyChoice(rules, bypass, "--bypass", pac).config();
    ProxyExplanation explanation;
    try (Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPartition("");
      if (config != null) {
        session.setProxy(config).join();
      }
      explanation = session.explainProxy(target).join();
    } catch (CompletionException e) {
      throw Failures.of(e);
    }
    CommandFailure failure = failure(explanation);
    print(explanation, failure);
    if (failure != null && !json) {
      throw failure;
    }
    return failure == null ? 0 : failure.exitCode().number();
  }

  private String target() {
    try {
      return Url.parse(url).href();
    } catch (InvalidUrlException e) {
      throw new CommandFailure(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable CommandFailure failure(ProxyExplanation explanation) {
    if (!explanation.proxies().isEmpty()) {
      return null;
    }
    NetError error = NetError.MANDATORY_PROXY_CONFIGURATION_FAILED;
    return new CommandFailure(
        ExitCode.of(error),
        error.text() + ": " + explanation.source() + ": " + explanation.problem());
  }

  private void print(ProxyExplanation explanation, @Nullable CommandFailure failure) {
    PrintStream out = context.terminal().out();
    if (json) {
      out.println(ExplanationJson.of(explanation, failure));
    } else if (explain) {
      out.println(explanation);
    } else {
      for (ProxyServer proxy : explanation.proxies()) {
        out.println(proxy.toPacString());
      }
      if (failure == null && explanation.problem() != null) {
        context.terminal().err().println("valence: " + explanation.problem());
      }
    }
  }
}
