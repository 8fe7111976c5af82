package dev.valence.protocol;

import dev.valence.internal.protocol.PrivilegedSchemes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/** What concerns custom protocols before there is a session. */
public final class Protocols {
  private Protocols() {}

  /**
   * Gives schemes their privileges, for the whole process: once, and before the first {@code
   * Valence} is built. {@code Valence.builder().privilegedSchemes(…)} does so later, too.
   *
   * @throws IllegalStateException "protocol.registerSchemesAsPrivileged should be called before app
   *     is ready"
   */
  public static void registerSchemesAsPrivileged(CustomScheme... schemes) {
    registerSchemesAsPrivileged(Arrays.asList(schemes));
  }

  /** As {@link #registerSchemesAsPrivileged(CustomScheme...)}. */
  public static void registerSchemesAsPrivileged(Collection<CustomScheme> schemes) {
    PrivilegedSchemes.OF_PROCESS.register(schemes);
  }

  /**
   * Serves the files of a folder, safely; see {@link Folder}.
   *
   * @throws IllegalArgumentException when it is no absolute path
   */
  public static Folder folder(Path directory) {
    return Folder.builder(directory).build();
  }
}
