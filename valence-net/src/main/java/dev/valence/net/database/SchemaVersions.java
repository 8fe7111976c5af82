package dev.valence.net.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How far the schema of each subject is. A session's file holds several subjects, each with tables
 * and versions of its own; SQLite's one {@code user_version} would tie them together.
 */
public final class SchemaVersions {
  private SchemaVersions() {}

  /**
   * Runs the migrations of a subject that the file has not seen, each in a transaction.
   *
   * @param migrations one SQL statement for each version, the first leading to version 1
   */
  public static void migrate(Connection connection, String subject, List<String> migrations)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_versions"
              + " (subject TEXT PRIMARY KEY, version INTEGER NOT NULL)");
      int version = versionOf(connection, subject);
      if (version > migrations.size()) {
        throw new SQLException(
            "The file was written by a newer version: "
                + subject
                + " schema "
                + version
                + ", known is "
                + migrations.size());
      }
      for (int next = version; next < migrations.size(); next++) {
        connection.setAutoCommit(false);
        try {
          statement.execute(migrations.get(next));
          setVersion(connection, subject, next + 1);
          connection.commit();
        } catch (SQLException e) {
          connection.rollback();
          throw e;
        } finally {
          connection.setAutoCommit(true);
        }
      }
    }
  }

  private static int versionOf(Connection connection, String subject) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT version FROM schema_versions WHERE subject = ?")) {
      query.setString(1, subject);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private static void setVersion(Connection connection, String subject, int version)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("INSERT OR REPLACE INTO schema_versions VALUES (?, ?)")) {
      update.setString(1, subject);
      update.setInt(2, version);
      update.executeUpdate();
    }
  }
}
