package dev.valence.net.internal.dns.client;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which servers to ask: those of the configuration, or the system's, whose file is read again when
 * what was read is some seconds old. Confined to the network thread; reads on another.
 */
public final class NameServers {
  private static final Path SYSTEM = Path.of("/etc/resolv.conf");
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Hears the settings, or why there are none, once. */
  public interface Reader {
    void onRead(@Nullable ResolvConf settings, @Nullable NetException failure);
  }

  private final ResolverSurroundings around;
  private final @Nullable ResolvConf fixed;
  private final Path file;
  private final List<Reader> waiting = new ArrayList<>();
  private @Nullable ResolvConf known;
  private long readAt;

  public NameServers(ResolverSurroundings around, List<InetSocketAddress> configured) {
    this(around, configured, SYSTEM);
  }

  NameServers(ResolverSurroundings around, List<InetSocketAddress> configured, Path file) {
    this.around = around;
    this.fixed = configured.isEmpty() ? null : ResolvConf.of(configured);
    this.file = file;
  }

  /** Tells the settings, at once or later. */
  public void read(Reader reader) {
    if (fixed != null) {
      reader.onRead(fixed, null);
    } else if (known != null && around.nanoClock().getAsLong() - readAt < KEPT_NANOS) {
      reader.onRead(known, null);
    } else {
      waiting.add(reader);
      if (waiting.size() == 1) {
        readFile();
      }
    }
  }

  private void readFile() {
    try {
      around
          .blocking()
          .execute(
              () -> {
                Consumer<NameServers> outcome = outcome();
                around.loop().execute(() -> outcome.accept(this));
              });
    } catch (RejectedExecutionException closed) {
      tell(null, new NetException(NetError.CONTEXT_SHUT_DOWN));
    }
  }

  private Consumer<NameServers> outcome() {
    try {
      ResolvConf settings = ResolvConf.parse(Files.readString(file));
      return self -> {
        self.known = settings;
        self.readAt = around.nanoClock().getAsLong();
        self.tell(settings, null);
      };
    } catch (IOException | RuntimeException e) {
      return self ->
          self.tell(
              null,
              new NetException(
                  NetError.DNS_SERVER_FAILED,
                  "no name server is known: "
                      + file
                      + " cannot be read; give some with HostResolverConfig.nameServers",
                  e));
    }
  }

  private void tell(@Nullable ResolvConf settings, @Nullable NetException failure) {
    List<Reader> readers = List.copyOf(waiting);
    waiting.clear();
    readers.forEach(reader -> reader.onRead(settings, failure));
  }
}
