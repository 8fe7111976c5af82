package dev.valence.internal.request;

import dev.valence.Session;
import org.jspecify.annotations.Nullable;

/**
 * The session that options name, with Electron's checks: {@code session} wins over {@code
 * partition}.
 *
 * @param session null for the one of the partition
 * @param partition empty for the default session
 */
public record SessionChoice(@Nullable Session session, String partition) {
  /** The default session. */
  public static final SessionChoice DEFAULT = new SessionChoice(null, "");

  /**
   * The same with this session.
   *
   * @throws IllegalArgumentException for null
   */
  public SessionChoice withSession(@Nullable Session value) {
    if (value == null) {
      throw new IllegalArgumentException("`session` should be an instance of the Session class");
    }
    return new SessionChoice(value, partition);
  }

  /**
   * The same with this partition.
   *
   * @throws IllegalArgumentException for null
   */
  public SessionChoice withPartition(@Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("`partition` should be a string");
    }
    return new SessionChoice(session, value);
  }
}
