package dev.valence.net.cookie;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;

/** A look at the file of a {@link CookieStore} from outside, also while a process has it open. */
public final class CookieFile {
  private CookieFile() {}

  /**
   * How many cookies the file holds whose time is not over. Blocks; changes nothing.
   *
   * @param file made by a {@link CookieStore}
   * @throws IOException when it cannot be read, or holds no cookies of ours
   */
  public static int count(Path file, Instant now) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
    settings.setProperty("busy_timeout", "1000");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), settings);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM cookies WHERE expiry > " + Cookie.micros(now))) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException e) {
      throw new IOException("cannot read the cookies in " + file, e);
    }
  }
}
