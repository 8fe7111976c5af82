package dev.valence.cli.download;

import dev.valence.Valence;
import dev.valence.cli.command.CommandContext;
import dev.valence.cli.session.OpenSession;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which session downloads belong to. */
final class DownloadSession {
  /** Where the journal is unless a session is named. */
  static final String KEPT = "persist:downloads";

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description =
          "The session. A name that begins with persist: is kept on the disk; that of journals is "
              + KEPT
              + " unless another one is named.")
  @Nullable String partition;

  @Option(
      names = "--user-data",
      paramLabel = "DIR",
      description = "Where kept sessions are; see \"valence sessions --help\".")
  @Nullable Path userData;

  boolean isKept() {
    return partition != null && partition.startsWith("persist:");
  }

  /**
   * Opens it.
   *
   * @param journal whether it has to be kept
   */
  OpenSession open(Valence.Builder builder, boolean journal, CommandContext context) {
    String name = partition == null && journal ? KEPT : partition;
    return OpenSession.open(builder, name, userData, context.terminal());
  }

  /** Opens the journal. */
  OpenSession openJournal(CommandContext context) {
    return OpenSession.openKept(partition == null ? KEPT : partition, userData, context.terminal());
  }
}
