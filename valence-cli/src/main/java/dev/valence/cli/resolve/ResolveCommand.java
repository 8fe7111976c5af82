package dev.valence.cli.resolve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.command.StandardOptions;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.Failures;
import dev.valence.net.NetException;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.ResolvedHost;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence resolve}. */
@Command(
    name = "resolve",
    header = "Print the addresses of a host, as a session finds them: one a line.",
    sortOptions = false,
    footerHeading = "%nExits with 6 where there is no address.%n%nExamples:%n",
    footer = {
      "  valence resolve example.com",
      "  valence resolve --type AAAA --json example.com",
      "  valence resolve --doh https://dns.example/dns-query{?dns} example.com",
      "  valence resolve --source dns --server 192.0.2.53 example.com"
    })
public final class ResolveCommand implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "HOST", description = "A name or an IP address.")
  String host = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "A or AAAA; both where it is not said.")
  @Nullable String type;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "any (the default), system, dns, mdns or localOnly.")
  String source = "any";

  @Option(
      names = "--cache",
      paramLabel = "USAGE",
      description = "allowed (the default), staleAllowed or disallowed.")
  String cache = "allowed";

  @Mixin ResolverOptions resolver = new ResolverOptions();

  @Option(names = "--json", description = "One line: host and endpoints, or the error.")
  boolean json;

  @Mixin StandardOptions standard = new StandardOptions();

  public ResolveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ResolveHostOptions options = options();
    HostResolverConfig config = resolver.config();
    try (Valence valence = Valence.builder().hostResolver(config).build()) {
      ResolvedHost found = valence.net().resolveHost(host, options).join();
      if (json) {
        context.terminal().out().println(found(found));
      } else {
        for (ResolvedEndpoint endpoint : found.endpoints()) {
          context.terminal().out().println(endpoint.address());
        }
      }
      return 0;
    } catch (CompletionException e) {
      CommandFailure failure = Failures.of(e);
      if (!json) {
        throw failure;
      }
      context.terminal().out().println(failed(failure));
      return failure.exitCode().number();
    }
  }

  private ResolveHostOptions options() {
    try {
      ResolveHostOptions.Builder options =
          ResolveHostOptions.builder().source(source).cacheUsage(cache);
      if (type != null) {
        options.queryType(type);
      }
      return options.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private String found(ResolvedHost found) {
    return write(
        line -> {
          line.writeArrayFieldStart("endpoints");
          for (ResolvedEndpoint endpoint : found.endpoints()) {
            line.writeStartObject();
            line.writeStringField("address", endpoint.address());
            line.writeStringField("family", endpoint.family().wireName());
            line.writeEndObject();
          }
          line.writeEndArray();
        });
  }

  private String failed(CommandFailure failure) {
    return write(
        line -> {
          line.writeObjectFieldStart("error");
          if (failure.getCause() instanceof NetException cause) {
            line.writeStringField("name", cause.error().text());
            line.writeNumberField("code", cause.code());
          }
          line.writeStringField("message", failure.text());
          line.writeNumberField("exitCode", failure.exitCode().number());
          line.writeEndObject();
        });
  }

  /** Writes the fields behind the host. */
  private interface Fields {
    void write(JsonGenerator line) throws IOException;
  }

  private String write(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator line = JSON.createGenerator(text)) {
      line.writeStartObject();
      line.writeStringField("host", host);
      fields.write(line);
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
