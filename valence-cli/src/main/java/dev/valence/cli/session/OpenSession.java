package dev.valence.cli.session;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.terminal.Terminal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A session that a command has open, with the {@code Valence} it belongs to. */
public final class OpenSession implements AutoCloseable {
  private static final String PERSIST = "persist:";

  private final Valence valence;
  private final Session session;

  private OpenSession(Valence valence, Session session) {
    this.valence = valence;
    this.session = session;
  }

  /**
   * Opens a session.
   *
   * @param builder settings but for the folder, which is given only where it is needed
   * @param partition null for one in memory
   * @param userData as the option gave it
   */
  public static OpenSession open(
      Valence.Builder builder,
      @Nullable String partition,
      @Nullable Path userData,
      Terminal terminal) {
    String name = partition == null ? "" : partition;
    if (name.startsWith(PERSIST)) {
      builder.userData(UserData.folder(userData, terminal));
    }
    Valence valence = builder.build();
    try {
      return new OpenSession(valence, valence.session().fromPartition(name));
    } catch (IllegalStateException | UncheckedIOException e) {
      valence.close();
      throw new CommandFailure(ExitCode.SESSION, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens a session that is kept on the disk.
   *
   * @throws CommandFailure of usage when the partition is one in memory
   */
  public static OpenSession openKept(String partition, @Nullable Path userData, Terminal terminal) {
    if (!partition.startsWith(PERSIST) || partition.length() == PERSIST.length()) {
      throw CommandFailure.usage(
          "the session \""
              + partition
              + "\" is not kept on the disk; say --partition "
              + PERSIST
              + (partition.isEmpty() || partition.equals(PERSIST) ? "NAME" : partition));
    }
    return open(Valence.builder(), partition, userData, terminal);
  }

  public Session session() {
    return session;
  }

  /** Writes the cookies and lets the folder go. */
  @Override
  public void close() {
    valence.close();
  }
}
