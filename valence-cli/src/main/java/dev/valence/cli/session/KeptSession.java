package dev.valence.cli.session;

import dev.valence.cli.command.CommandContext;
import dev.valence.cli.failure.Failures;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which kept session a command works on. */
public final class KeptSession {
  @Option(
      names = "--partition",
      required = true,
      paramLabel = "persist:NAME",
      description = "The session; \"valence sessions\" lists those there are.")
  public String partition = "";

  @Option(
      names = "--user-data",
      paramLabel = "DIR",
      description = "Where the sessions are kept; see \"valence sessions --help\".")
  public @Nullable Path userData;

  /** Opens it. */
  public OpenSession open(CommandContext context) {
    return OpenSession.openKept(partition, userData, context.terminal());
  }

  /** The result of a future; its failure as one to report. */
  public static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw Failures.of(e);
    }
  }
}
