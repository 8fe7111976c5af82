package dev.valence.cli.fetch;

import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.terminal.Terminal;
import dev.valence.cli.terminal.TransferProgress;
import dev.valence.fetch.AbortSignal;
import dev.valence.net.NetworkConditions;
import dev.valence.net.RequestObserver;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.url.Url;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code valence fetch}: curl's habits, a browser's network. */
@Command(
    name = "fetch",
    header = "Fetch URLs, with options like curl's.",
    synopsisHeading = "",
    customSynopsis = "@|bold valence fetch|@ [OPTIONS] URL...",
    description = {
      "",
      "The body goes to standard output as it comes, decoded (gzip, deflate, br, zstd). Redirects"
          + " are followed with -L only. Certificates are checked; trust a root of your own"
          + " with --cacert FILE."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence fetch https://example.com/",
      "  valence fetch -L -o page.html example.com",
      "  valence fetch --json https://example.com/ | jq .status",
      "  valence fetch -F photo=@cat.jpg https://app.example/upload",
      "  valence fetch -x proxy.example:8080 https://example.com/",
      "",
      "A log-in that stays:",
      "",
      "  valence fetch --partition persist:work -d @login.txt https://app.example/login",
      "  valence fetch --partition persist:work https://app.example/me"
    })
public final class FetchCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin FetchOptions options = new FetchOptions();
  @Mixin StandardOptions standard = new StandardOptions();

  /** A command for one run. */
  public FetchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    options.check();
    List<Url> urls = options.urls.stream().map(TargetUrl::parse).toList();
    List<@Nullable Path> files = files(urls);
    Terminal terminal = context.terminal();
    RequestPlan plan = RequestPlan.of(options, new Upload(terminal.in()).of(options.sending));
    if (urls.size() > 1 && sendsStandardInput()) {
      throw CommandFailure.usage("standard input can be sent to one URL only");
    }
    ExitCode result = ExitCode.OK;
    NetworkConditions line = options.line.conditions();
    ProxyConfig proxies = options.connection.proxies(terminal);
    try (OpenSession open = open()) {
      options.connection.apply(open.session(), proxies, urls, context);
      options.record.begin(open.session());
      if (line != null) {
        open.session().enableNetworkEmulation(line);
      }
      for (int i = 0; i < urls.size(); i++) {
        try {
          fetch(open, plan, urls.get(i), files.get(i));
        } catch (CommandFailure e) {
          result = e.exitCode();
          report(urls.get(i), e);
          if (result == ExitCode.INTERRUPTED || e.isQuiet()) {
            break;
          }
        }
      }
    }
    return result.number();
  }

  private boolean sendsStandardInput() {
    return options.sending.data.stream().anyMatch(DataPiece::isStandardInput)
        || options.sending.form.stream()
            .map(FormField::parse)
            .anyMatch(f -> f.kind() != FormField.Kind.VALUE && f.source().equals("-"));
  }

  private OpenSession open() {
    Valence.Builder builder =
        Valence.builder()
            .http2PriorKnowledge(options.connections.http2PriorKnowledge)
            .hostResolverRules(ResolveArgument.rules(options.connections.resolve));
    options.connection.apply(builder);
    options.record.apply(builder);
    return OpenSession.open(
        builder, options.cookies.partition, options.cookies.userData, context.terminal());
  }

  /** The file for each URL; null for standard output. */
  private List<@Nullable Path> files(List<Url> urls) {
    List<@Nullable Path> files = new ArrayList<>();
    List<String> outputs = options.receiving.outputs;
    for (int i = 0; i < urls.size(); i++) {
      if (options.receiving.remoteName) {
        files.add(Path.of(TargetUrl.fileName(urls.get(i))));
      } else {
        boolean named = i < outputs.size() && !outputs.get(i).equals("-");
        files.add(named ? Path.of(outputs.get(i)) : null);
      }
    }
    return files;
  }

  private void fetch(OpenSession open, RequestPlan plan, Url url, @Nullable Path file) {
    AbortSignal signal = context.interruption().signal();
    if (options.connections.maxTime != null) {
      signal =
          AbortSignal.any(
              signal, AbortSignal.timeout(FetchOptions.duration(options.connections.maxTime)));
    }
    VerboseListener verbose = verbose();
    try (verbose;
        TransferProgress progress = progress(file)) {
      Transfer transfer = new Transfer(open.session(), plan, signal, progress, listener(verbose));
      Outcome outcome = transfer.run(url, () -> target(file));
      if (options.receiving.json) {
        context.terminal().out().println(OutcomeJson.of(outcome));
        context.terminal().out().flush();
      }
    }
  }

  /** A bar disturbs a body on the same screen, and other remarks. */
  private TransferProgress progress(@Nullable Path file) {
    FetchOptions.Receiving receiving = options.receiving;
    boolean clean = file != null || receiving.json || !context.terminal().outIsTerminal();
    return new TransferProgress(
        context.terminal(), clean && !receiving.silent && !receiving.verbose);
  }

  private BodyTarget target(@Nullable Path file) {
    if (file != null) {
      return PartFile.open(file);
    }
    return options.receiving.json ? new MemoryTarget() : new StandardOutput(context.terminal());
  }

  private @Nullable VerboseListener verbose() {
    Terminal terminal = context.terminal();
    return options.receiving.verbose
        ? new VerboseListener(terminal.err(), terminal.errStyle(), options.receiving.showSecrets)
        : null;
  }

  private Transfer.Listener listener(@Nullable VerboseListener verbose) {
    Terminal terminal = context.terminal();
    boolean printsHeads =
        !options.receiving.json && (options.receiving.include || options.sending.head);
    return new Transfer.Listener() {
      @Override
      public @Nullable RequestObserver observer() {
        return verbose == null ? null : verbose.observer();
      }

      @Override
      public void onHead(Hop hop, @Nullable Url next) {
        if (verbose != null) {
          verbose.onHead(hop, next == null ? null : next.href());
        }
        if (printsHeads) {
          printHead(terminal.out(), hop);
        }
      }
    };
  }

  private static void printHead(PrintStream out, Hop hop) {
    HeadText.response(hop.version(), hop.status(), hop.statusText(), hop.rawHeaders(), true)
        .forEach(line -> out.print(line + "\r\n"));
    out.print("\r\n");
    if (out.checkError()) {
      throw CommandFailure.brokenPipe(null);
    }
  }

  private void report(Url url, CommandFailure failure) {
    if (options.receiving.json && !failure.isQuiet()) {
      context.terminal().out().println(OutcomeJson.ofFailure(url.href(), failure));
    }
    if (!options.receiving.silent || options.receiving.showError) {
      context.report(failure, standard.debug());
    }
  }
}
