package dev.valence.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where clients and server of a side-by-side run have their jars and processors. */
public final class Placement {
  @Option(
      names = "--pin",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Keep the clients on processor 0 and the server on processor 1 (the default);"
              + " --no-pin leaves both to the system.")
  private boolean pinned = true;

  @Option(names = "--lib", hidden = true, required = true)
  private Path libraries = Path.of("lib");

  @Option(names = "--jar", hidden = true, required = true)
  private Path jar = Path.of("valence-bench.jar");

  /** Fails where this machine cannot do it. */
  public void check() throws IOException {
    if (pinned && !Commands.exists("taskset")) {
      throw new IOException(
          "taskset is missing; install it: apt-get install util-linux (or use --no-pin)");
    }
    if (pinned && Runtime.getRuntime().availableProcessors() < 2) {
      throw new IOException("--pin needs two processors; use --no-pin");
    }
  }

  /** Whether clients and server have a processor each. */
  public boolean isPinned() {
    return pinned;
  }

  /** The JVM of the clients. */
  public Jvm client() {
    return Jvm.here(jar, libraries, processor(0));
  }

  /** The JVM of a server. */
  public Jvm server() {
    return Jvm.here(jar, libraries, serverProcessor());
  }

  /** The processor of a server, where it has one. */
  public OptionalInt serverProcessor() {
    return processor(1);
  }

  private OptionalInt processor(int number) {
    return pinned ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
