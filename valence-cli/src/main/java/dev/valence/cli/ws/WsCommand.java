package dev.valence.cli.ws;

import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.failure.Failures;
import dev.valence.cli.fetch.ConnectionOptions;
import dev.valence.cli.fetch.HeaderArgument;
import dev.valence.cli.session.OpenSession;
import dev.valence.cli.session.UserData;
import dev.valence.cli.terminal.Terminal;
import dev.valence.fetch.AbortSignal;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.url.InvalidUrlException;
import dev.valence.net.url.Url;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.SyntaxException;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
    synopsisHeading = "",
    customSynopsis = "@|bold valence ws|@ [OPTIONS] URL",
    description = {
      "",
      "On a terminal, and without --text, --binary and --json, it is a conversation: lines are"
          + " edited, with a history; messages come with their time, binary ones as a dump;"
          + " /help tells its commands: /ping, /close, /binary. The history is kept in the file"
          + " ws-history beside the sessions, for its user alone; a line that begins with a space is"
          + " not kept."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  valence ws wss://example.com/live",
      "  echo '{\"subscribe\":\"news\"}' | valence ws -n 10 wss://example.com/live",
      "  valence ws --binary wss://example.com/upload < data.bin > answer.bin",
      "  valence ws --json wss://example.com/live < /dev/null | jq -r .text",
      "  valence ws --partition persist:work --protocol chat wss://example.com/chat"
    })
public final class WsCommand implements Callable<Integer> {
  private final CommandContext context;
  private final Clock clock = Clock.systemDefaultZone();

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

  @Option(
      names = "--json",
      description = "Print one line of JSON for each event: open, message, close, error.")
  boolean json;

  @Option(
      names = "--no-history",
      description = "On a terminal: neither read nor keep the lines that are typed.")
  boolean noHistory;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Mixin StandardOptions standard = new StandardOptions();

  public WsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    check();
    Url target = target();
    Terminal terminal = context.terminal();
    WebSocketOptions options = options();
    ProxyConfig proxies = connection.proxies(terminal);
    Valence.Builder builder = Valence.builder();
    connection.apply(builder);
    try (OpenSession open = OpenSession.open(builder, partition, userData, terminal)) {
      connection.apply(open.session(), proxies, List.of(target), context);
      return talk(open, options);
    } catch (CommandFailure e) {
      if (json && !e.isQuiet()) {
        terminal.out().println(EventJson.error(e, clock.instant()));
      }
      throw e;
    }
  }

  private void check() {
    if ((text ? 1 : 0) + (binary ? 1 : 0) + (json ? 1 : 0) > 1) {
      throw CommandFailure.usage("--text, --binary and --json contradict each other");
    }
    if (count < 0) {
      throw CommandFailure.usage("-n takes a number of messages, not " + count);
    }
    if (!(ping >= 0 && ping < 1e9)) {
      throw CommandFailure.usage("--ping is a number of seconds, not " + ping);
    }
    connection.check();
  }

  private Url target() {
    try {
      return Url.parse(url);
    } catch (InvalidUrlException e) {
      throw new CommandFailure(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
    }
  }

  private int talk(OpenSession open, WebSocketOptions options)
      throws IOException, InterruptedException {
    CompletableFuture<WebSocketStream> opening = begin(open, options);
    AbortSignal signal = context.interruption().signal();
    try (AbortSignal.Registration first = signal.onAbort(() -> opening.cancel(true))) {
      WebSocketStream stream = opening.join();
      try (AbortSignal.Registration second = signal.onAbort(stream::close)) {
        boolean closedHere = converse(stream);
        CloseEvent end = stream.closed().join();
        if (json) {
          context.terminal().out().println(EventJson.close(end, clock.instant()));
        }
        return end(end, closedHere);
      }
    } catch (CompletionException | CancellationException e) {
      throw Failures.of(signal.aborted() ? new CancellationException() : e);
    }
  }

  /** Talks to the end; whether it was the user who closed. */
  private boolean converse(WebSocketStream stream) throws IOException, InterruptedException {
    Terminal terminal = context.terminal();
    boolean people = terminal.inIsTerminal() && terminal.outIsTerminal();
    if (people && !text && !binary && !json) {
      Path history = noHistory ? null : TypedHistory.in(UserData.folder(userData, terminal));
      return Conversation.run(
          stream, terminal, clock, count, history, context.interruption()::interrupt);
    } else {
      Talk.Form form = json ? Talk.Form.JSON : binary ? Talk.Form.BINARY : Talk.Form.TEXT;
      new Talk(stream, terminal, form, clock, count).run();
      return false;
    }
  }

  private CompletableFuture<WebSocketStream> begin(OpenSession open, WebSocketOptions options) {
    try {
      return open.session().webSocketStream(url, options);
    } catch (SyntaxException e) {
      throw new CommandFailure(ExitCode.BAD_URL, String.valueOf(e.getMessage()), e);
    }
  }

  private int end(CloseEvent event, boolean closedHere) {
    if (context.interruption().signal().aborted()) {
      throw Failures.of(new CancellationException());
    }
    if (!closedHere && event.code() != 1000 && event.code() != 1005) {
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
