package dev.valence.net.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The file is not, or no longer, a database that can be trusted. */
public final class DamagedDatabaseException extends SQLException {
  private static final long serialVersionUID = 1L;

  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;

  public DamagedDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether a failure says that the file is damaged, and not just that it can't be used now. */
  public static boolean isDamage(SQLException failure) {
    // The low byte is the primary result code; the others only refine it.
    int code = failure.getErrorCode() & 0xFF;
    return failure instanceof DamagedDatabaseException
        || code == SQLITE_CORRUPT
        || code == SQLITE_NOTADB;
  }
}
