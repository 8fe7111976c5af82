package dev.valence.bench.worker;

import dev.valence.bench.Scenario;
import dev.valence.bench.Work;
import dev.valence.bench.client.BenchClient;
import dev.valence.bench.client.Peer;
import dev.valence.bench.client.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The child JVM of one HTTP client; see {@link CommandLoop} for what it understands. */
public final class Worker {
  private final Peer peer;
  private final Path certificate;

  private Worker(Peer peer, Path certificate) {
    this.peer = peer;
    this.certificate = certificate;
  }

  /** Arguments: the peer, the file of the server's certificate. */
  public static void main(String[] args) throws IOException {
    Worker worker = new Worker(Peer.valueOf(args[0]), Path.of(args[1]));
    CommandLoop.run((scenario, uri) -> worker.open(Scenario.of(scenario), uri));
    Runtime.getRuntime().halt(0);
  }

  private CommandLoop.Opened open(Scenario scenario, URI uri) throws Exception {
    BenchClient opened =
        peer.open(
            new Target(uri, scenario.wire(), scenario.connections(), certificate, cache(scenario)));
    Driver driver =
        switch (scenario.work()) {
          case GET, CONNECT ->
              scenario.inFlight() > 1
                  ? new InFlight(opened, scenario.inFlight())
                  : new Sequential(() -> requireLength(opened.get().length, Work.SMALL_BYTES));
          case CACHE_HIT_1K ->
              new Sequential(() -> requireLength(opened.get().length, Work.SMALL_BYTES));
          case CACHE_HIT_1M ->
              new Sequential(() -> requireLength(opened.get().length, Work.MEGABYTE_BYTES));
          case DOWNLOAD -> new Sequential(() -> requireLength(opened.download(), Work.LARGE_BYTES));
          case SAVE -> new Sequential(() -> requireLength(opened.save(saved()), Work.LARGE_BYTES));
          case UPLOAD -> new Sequential(() -> requireReceived(opened.upload()));
          case START -> throw new IllegalArgumentException("a start is not measured from within");
        };
    return new CommandLoop.Opened(opened, driver);
  }

  /** The run's folder holds the certificate as well. */
  private @Nullable Path cache(Scenario scenario) {
    return scenario.work().isCacheHit() || scenario.work() == Work.SAVE
        ? certificate.resolveSibling(peer.key() + "-" + scenario.key())
        : null;
  }

  /** In the run's folder as well. */
  private Path saved() {
    return certificate.resolveSibling(peer.key() + "-saved");
  }

  private static void requireLength(long length, long expected) throws IOException {
    if (length != expected) {
      throw new IOException("the body has " + length + " bytes, not " + expected);
    }
  }

  /** The server answers with the bytes that it read, head and framing included. */
  private static void requireReceived(byte[] answer) throws IOException {
    long received = Long.parseLong(new String(answer, StandardCharsets.US_ASCII).trim());
    if (received < BenchClient.UPLOAD_BYTES) {
      throw new IOException(
          "the server received " + received + " bytes of " + BenchClient.UPLOAD_BYTES);
    }
  }
}
