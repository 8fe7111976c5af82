package dev.valence.cli.ws;

import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.cli.fetch.HeaderArgument;
import dev.valence.cli.fetch.ProxyOptions;
import dev.valence.cli.fetch.TlsOptions;
import dev.valence.cli.session.OpenSession;
import dev.valence.fetch.AbortSignal;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.tls.TlsSettings;
import dev.valence.tls.CertificateVerifyCallback;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.SyntaxException;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence ws}. */
@Command(
    name = "ws",
    header = "Talk to a WebSocket: lines of standard input go out, messages are printed.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence ws wss://example.com/live",
      "  echo '{\"subscribe\":\"news\"}' | valence ws -n 10 wss://example.com/live",
      "  valence ws --binary wss://example.com/upload < data.bin > answer.bin",
      "  valence ws --partition persist:work --protocol chat wss://example.com/chat"
    })
public final class WsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "URL", description = "ws:, wss:, http: or https:.")
  String url = "";

  @Option(
      names = "--text",
      description = "Each line is a text message, each message a line. The default.")
  boolean text;

  @Option(
      names = "--binary",
      description =
          "Pieces of up to 64 KiB of standard input are binary messages; messages are written as"
              + " they are, one after the other.")
  boolean binary;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      description =
          "End after so many messages of the server. Without it the end of standard input closes"
              + " the WebSocket.")
  long count;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      description = "A header of the handshake, as \"Name: value\".")
  List<String> headers = new ArrayList<>();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "A subprotocol to offer; several in the order of preference.")
  List<String> protocols = new ArrayList<>();

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "Who asks; by default the server's own origin.")
  @Nullable String origin;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "The session to use, with its cookies; persist:NAME is kept on the disk.")
  @Nullable String partition;

  @Option(
      names = "--user-data",
      paramLabel = "DIR",
      description = "Where persistent sessions are kept.")
  @Nullable Path userData;

  @Option(
      names = "--ping",
      paramLabel = "SECONDS",
      description = "Ping the server when the line was silent for so long.")
  double ping;

  @Option(names = "--no-compression", description = "Do not offer permessage-deflate.")
  boolean noCompression;

  @Mixin ProxyOptions proxy = new ProxyOptions();

  @Mixin TlsOptions tls = new TlsOptions();

  @Mixin StandardOptions standard = new StandardOptions();

  public WsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (text && binary) {
      throw CommandFailure.usage("--text and --binary contradict each other");
    }
    if (count < 0) {
      throw CommandFailure.usage("-n takes a number of messages, not " + count);
    }
    tls.check();
    Valence.Builder builder = Valence.builder();
    TlsSettings settings = tls.settings();
    if (settings != null) {
      builder.tls(settings);
    }
    try (OpenSession open = OpenSession.open(builder, partition, userData, context.terminal())) {
      ProxyConfig config = proxy.config();
      if (config != null) {
        open.session().setProxy(config).join();
      }
      if (tls.insecure()) {
        context.terminal().err().println("valence: -k accepts any certificate of the server");
        open.session()
            .setCertificateVerifyProc(
                (request, callback) -> callback.complete(CertificateVerifyCallback.ACCEPT));
      }
      return talk(open);
    }
  }

  private int talk(OpenSession open) throws IOException, InterruptedException {
    CompletableFuture<WebSocketStream> opening = begin(open);
    AbortSignal signal = context.interruption().signal();
    try (AbortSignal.Registration first = signal.onAbort(() -> opening.cancel(true))) {
      WebSocketStream stream = opening.join();
      try (AbortSignal.Registration second = signal.onAbort(stream::close)) {
        new Talk(stream, context.terminal(), binary, count).run();
        return end(stream.closed().join());
      }
    } catch (CompletionException | CancellationException e) {
      throw Failures.of(signal.aborted() ? new CancellationException() : e);
    }
  }

  private CompletableFuture<WebSocketStream> begin(OpenSession open) {
    try {
      return open.session().webSocketStream(url, options());
    } catch (SyntaxException e) {
      throw new CommandFailure(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
    }
  }

  private int end(CloseEvent event) {
    if (context.interruption().signal().aborted()) {
      throw Failures.of(new CancellationException());
    }
    if (event.code() != 1000 && event.code() != 1005) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the server closed the WebSocket with "
              + event.code()
              + (event.reason().isEmpty() ? "" : ": " + event.reason()),
          null);
    }
    return ExitCode.OK.number();
  }

  private WebSocketOptions options() {
    try {
      WebSocketOptions.Builder options =
          WebSocketOptions.builder()
              .protocols(protocols)
              .useSessionCookies(partition != null)
              .pingInterval(Duration.ofMillis((long) (ping * 1000)));
      for (String header : headers) {
        HeaderArgument argument = HeaderArgument.parse(header);
        options.header(argument.name(), argument.value());
      }
      if (origin != null) {
        options.origin(origin);
      }
      if (noCompression) {
        options.compression(null);
      }
      return options.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
