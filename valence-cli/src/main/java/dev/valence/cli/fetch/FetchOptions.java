package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code valence fetch}, as they were typed. */
final class FetchOptions {
  @Parameters(
      paramLabel = "URL",
      arity = "1..*",
      description = "What to fetch, one after the other; http:// where it names no scheme.")
  List<String> urls = new ArrayList<>();

  @ArgGroup(validate = false, heading = "%nWhat to send:%n")
  Sending sending = new Sending();

  @ArgGroup(validate = false, heading = "%nWhat to do with the answer:%n")
  Receiving receiving = new Receiving();

  @ArgGroup(validate = false, heading = "%nCookies and the session:%n")
  Cookies cookies = new Cookies();

  @ArgGroup(validate = false, heading = "%nConnections:%n")
  Connections connections = new Connections();

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @ArgGroup(validate = false, heading = "%nThe line:%n")
  LineOptions line = new LineOptions();

  @ArgGroup(validate = false, heading = "%nRecords:%n")
  RecordOptions record = new RecordOptions();

  /** What to send. */
  static final class Sending {
    @Option(
        names = {"-X", "--request"},
        paramLabel = "METHOD",
        description = "The method; GET, or POST where there is a body.")
    @Nullable String method;

    @Option(
        names = {"-H", "--header"},
        paramLabel = "LINE",
        description = "A header, \"Name: value\". May be repeated; order and case are kept.")
    List<String> headers = new ArrayList<>();

    final List<DataPiece> data = new ArrayList<>();

    @Option(
        names = {"-d", "--data"},
        paramLabel = "DATA",
        description =
            "A form body; @FILE sends a file without its line ends, @- standard input. Repeated"
                + " ones are joined by &.")
    void data(List<String> values) {
      collect(DataPiece.Kind.TEXT, values);
    }

    @Option(
        names = "--data-binary",
        paramLabel = "DATA",
        description = "A body as it is; @FILE and @- are streamed.")
    void dataBinary(List<String> values) {
      collect(DataPiece.Kind.BINARY, values);
    }

    @Option(
        names = "--json-body",
        paramLabel = "DATA",
        description = "A body of JSON: as --data-binary, with the media type application/json.")
    void jsonBody(List<String> values) {
      collect(DataPiece.Kind.JSON, values);
    }

    /** The parser hands over the whole list each time; its last one is new. */
    private void collect(DataPiece.Kind kind, @Nullable List<String> values) {
      long known = data.stream().filter(piece -> piece.kind() == kind).count();
      if (values != null) {
        values.stream().skip(known).forEach(value -> data.add(new DataPiece(kind, value)));
      }
    }

    @Option(
        names = {"-F", "--form"},
        paramLabel = "FIELD",
        description =
            "A field of a multipart form: name=value, name=@FILE (a file) or name=<FILE (its"
                + " content), with ;type=TYPE and ;filename=NAME. May be repeated.")
    List<String> form = new ArrayList<>();

    @Option(
        names = {"-I", "--head"},
        description = "Ask for the head only (HEAD) and print it.")
    boolean head;

    @Option(
        names = {"-A", "--user-agent"},
        paramLabel = "NAME",
        description = "The value of User-Agent.")
    @Nullable String userAgent;

    @Option(
        names = {"-e", "--referer"},
        paramLabel = "URL",
        description = "The value of Referer.")
    @Nullable String referer;
  }

  /** What to do with the answer. */
  static final class Receiving {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description =
            "Write the body to a file; it gets its name when it is whole. Repeat it for several"
                + " URLs, in their order; - is standard output.")
    List<String> outputs = new ArrayList<>();

    @Option(
        names = {"-O", "--remote-name"},
        description = "Write each body to a file named as the last part of its URL.")
    boolean remoteName;

    @Option(
        names = {"-i", "--include"},
        description = "Print the head of each answer before its body.")
    boolean include;

    @Option(
        names = {"-L", "--location"},
        description = "Follow redirects; without it a redirect is the answer.")
    boolean follow;

    @Option(
        names = "--max-redirs",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many redirects to follow; ${DEFAULT-VALUE} by default.")
    int maxRedirects = 20;

    @Option(
        names = {"-f", "--fail"},
        description = "Exit with 22, and no body, where the status is 400 or above.")
    boolean fail;

    @Option(
        names = "--json",
        description =
            "Print one line of JSON for each URL: addresses, status, headers, times, and the body"
                + " (text or base64, up to 16 MiB) or, with -o, its file.")
    boolean json;

    @Option(
        names = {"-v", "--verbose"},
        description =
            "Tell on standard error what is sent and received. Values that are secrets are masked.")
    boolean verbose;

    @Option(names = "--show-secrets", description = "With -v: do not mask secrets.")
    boolean showSecrets;

    @Option(
        names = {"-s", "--silent"},
        description = "No progress and no errors.")
    boolean silent;

    @Option(
        names = {"-S", "--show-error"},
        description = "With -s: errors all the same.")
    boolean showError;
  }

  /** Cookies and the session. */
  static final class Cookies {
    @Option(
        names = "--partition",
        paramLabel = "NAME",
        description =
            "The session. A name that begins with persist: is kept on the disk, with its cookies;"
                + " by default nothing is kept.")
    @Nullable String partition;

    @Option(
        names = "--user-data",
        paramLabel = "DIR",
        description = "Where persist: sessions are kept; see \"valence sessions --help\".")
    @Nullable Path userData;

    @Option(names = "--no-cookies", description = "Neither send cookies nor keep them.")
    boolean noCookies;
  }

  /** Connections. */
  static final class Connections {
    @Option(
        names = {"-m", "--max-time"},
        paramLabel = "SECONDS",
        description = "The most time for each URL, all in all.")
    @Nullable Double maxTime;

    @Option(
        names = "--connect-timeout",
        paramLabel = "SECONDS",
        description = "The most time to connect, and for the TLS handshake; 30 by default.")
    @Nullable Double connectTimeout;

    @Option(
        names = "--http2-prior-knowledge",
        description = "Speak HTTP/2 to http:// servers without asking.")
    boolean http2PriorKnowledge;

    @Option(
        names = "--resolve",
        paramLabel = "HOST:PORT:ADDRESS",
        description = "Connect to this address for this host and port. May be repeated.")
    List<String> resolve = new ArrayList<>();
  }

  /** Refuses what contradicts itself, before anything is sent. */
  void check() {
    record.check();
    connection.check();
    if (sending.head && (!sending.data.isEmpty() || !sending.form.isEmpty())) {
      throw CommandFailure.usage(
          "-I asks for a head and sends no body: leave out -I, or -d and -F");
    }
    if (!sending.data.isEmpty() && !sending.form.isEmpty()) {
      throw CommandFailure.usage("-d and -F are two kinds of body: use one of them");
    }
    long kinds = sending.data.stream().map(DataPiece::kind).distinct().count();
    if (kinds > 1 && sending.data.stream().anyMatch(p -> p.kind() == DataPiece.Kind.JSON)) {
      throw CommandFailure.usage("--json-body does not go with -d or --data-binary");
    }
    if (sending.data.stream().filter(DataPiece::isStandardInput).count() > 1) {
      throw CommandFailure.usage("standard input can be sent only once");
    }
    checkReceiving();
    if (cookies.userData != null && !isPersistent()) {
      throw CommandFailure.usage(
          "--user-data is for sessions that are kept: add --partition persist:NAME");
    }
    positive("--max-time", connections.maxTime);
    positive("--connect-timeout", connections.connectTimeout);
  }

  private void checkReceiving() {
    if (receiving.remoteName && !receiving.outputs.isEmpty()) {
      throw CommandFailure.usage("-O and -o both name the file: use one of them");
    }
    if (receiving.outputs.size() > urls.size()) {
      throw CommandFailure.usage(
          receiving.outputs.size()
              + " times -o for "
              + urls.size()
              + " URL(s): one each is enough");
    }
    if (receiving.maxRedirects < 0) {
      throw CommandFailure.usage("--max-redirs is 0 or more, not " + receiving.maxRedirects);
    }
    if (receiving.json && receiving.include) {
      throw CommandFailure.usage("--json has the headers already: leave out -i");
    }
    if (receiving.json && receiving.outputs.contains("-")) {
      throw CommandFailure.usage("--json writes to standard output: leave out -o -");
    }
  }

  /** Whether the session is kept on the disk. */
  boolean isPersistent() {
    return cookies.partition != null && cookies.partition.startsWith("persist:");
  }

  private static void positive(String name, @Nullable Double seconds) {
    if (seconds != null && !(seconds > 0 && seconds < 1e9)) {
      throw CommandFailure.usage(name + " is a number of seconds above 0, not " + seconds);
    }
  }

  static Duration duration(double seconds) {
    return Duration.ofNanos(Math.max(1_000_000L, (long) (seconds * 1e9)));
  }
}
