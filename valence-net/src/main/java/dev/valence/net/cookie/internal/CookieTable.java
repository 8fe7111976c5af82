package dev.valence.net.cookie.internal;

import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookiePartitionKey;
import dev.valence.net.cookie.CookiePriority;
import dev.valence.net.cookie.CookieSourceScheme;
import dev.valence.net.cookie.SameSite;
import dev.valence.net.database.DamagedDatabaseException;
import dev.valence.net.database.SchemaVersions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of cookies: one row a cookie, times in microseconds since the epoch. Confined to the
 * database's thread.
 */
final class CookieTable implements AutoCloseable {
  private static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE cookies (
            domain TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            partition_site TEXT NOT NULL,
            partition_cross_site INTEGER NOT NULL,
            value TEXT NOT NULL,
            creation INTEGER NOT NULL,
            expiry INTEGER NOT NULL,
            last_access INTEGER NOT NULL,
            secure INTEGER NOT NULL,
            http_only INTEGER NOT NULL,
            same_site TEXT NOT NULL,
            priority TEXT NOT NULL,
            source_scheme TEXT NOT NULL,
            PRIMARY KEY (domain, name, path, partition_site, partition_cross_site)
          ) WITHOUT ROWID""");

  private static final String KEY =
      "domain = ? AND name = ? AND path = ? AND partition_site = ? AND partition_cross_site = ?";

  private final PreparedStatement put;
  private final PreparedStatement remove;
  private final PreparedStatement touch;
  private final Connection connection;

  private CookieTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO cookies (domain, name, path, partition_site,"
                + " partition_cross_site, value, creation, expiry, last_access, secure, http_only,"
                + " same_site, priority, source_scheme) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    this.remove = connection.prepareStatement("DELETE FROM cookies WHERE " + KEY);
    this.touch = connection.prepareStatement("UPDATE cookies SET last_access = ? WHERE " + KEY);
  }

  /** Opens the table, bringing its schema up to date. */
  static CookieTable open(Connection connection) throws SQLException {
    SchemaVersions.migrate(connection, "cookies", MIGRATIONS);
    return new CookieTable(connection);
  }

  List<Cookie> all() throws SQLException {
    List<Cookie> cookies = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM cookies ORDER BY creation")) {
      while (row.next()) {
        cookies.add(read(row));
      }
    }
    return cookies;
  }

  private static Cookie read(ResultSet row) throws SQLException {
    String site = row.getString("partition_site");
    return Cookie.builder(
            text(row, "name"), text(row, "value"), row.getString("domain"), text(row, "path"))
        .partitionKey(
            site.isEmpty()
                ? null
                : new CookiePartitionKey(site, row.getBoolean("partition_cross_site")))
        .creationTime(instant(row.getLong("creation")))
        .expirationDate(instant(row.getLong("expiry")))
        .lastAccess(instant(row.getLong("last_access")))
        .secure(row.getBoolean("secure"))
        .httpOnly(row.getBoolean("http_only"))
        .sameSite(valueOf(SameSite.class, row.getString("same_site")))
        .priority(valueOf(CookiePriority.class, row.getString("priority")))
        .sourceScheme(valueOf(CookieSourceScheme.class, row.getString("source_scheme")))
        .build();
  }

  /** A row that no version of this class wrote is damage like any other. */
  private static <E extends Enum<E>> E valueOf(Class<E> type, String name) throws SQLException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new DamagedDatabaseException("unknown " + type.getSimpleName(), e);
    }
  }

  /** Writes the changes in one transaction; they are durable when this returns. */
  void write(Collection<CookieChange> changes) throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (CookieChange change : changes) {
        apply(change);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void apply(CookieChange change) throws SQLException {
    Cookie cookie = change.cookie();
    switch (change.kind()) {
      case PUT -> {
        key(put, 1, cookie);
        setText(put, 6, cookie.value());
        put.setLong(7, micros(cookie.creationTime()));
        put.setLong(8, micros(requireExpiry(cookie)));
        put.setLong(9, micros(cookie.lastAccess()));
        put.setBoolean(10, cookie.secure());
        put.setBoolean(11, cookie.httpOnly());
        put.setString(12, cookie.sameSite().name());
        put.setString(13, cookie.priority().name());
        put.setString(14, cookie.sourceScheme().name());
        put.executeUpdate();
      }
      case REMOVE -> {
        key(remove, 1, cookie);
        remove.executeUpdate();
      }
      case TOUCH -> {
        touch.setLong(1, micros(change.access()));
        key(touch, 2, cookie);
        touch.executeUpdate();
      }
    }
  }

  private static void key(PreparedStatement statement, int from, Cookie cookie)
      throws SQLException {
    CookiePartitionKey partition = cookie.partitionKey();
    statement.setString(from, cookie.domain());
    setText(statement, from + 1, cookie.name());
    setText(statement, from + 2, cookie.path());
    statement.setString(from + 3, partition == null ? "" : partition.topLevelSite());
    statement.setBoolean(from + 4, partition != null && partition.hasCrossSiteAncestor());
  }

  /** Bytes that are no UTF-8 are kept as a BLOB; SQLite's TEXT could not hold them. */
  private static void setText(PreparedStatement statement, int index, String text)
      throws SQLException {
    if (HeaderText.hasRaw(text)) {
      statement.setBytes(index, HeaderText.bytes(text));
    } else {
      statement.setString(index, text);
    }
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return row.getObject(column) instanceof byte[] bytes
        ? HeaderText.decode(bytes)
        : row.getString(column);
  }

  private static Instant requireExpiry(Cookie cookie) {
    Instant expiry = cookie.expirationDate();
    if (expiry == null) {
      throw new IllegalArgumentException("A session cookie is not written: " + cookie);
    }
    return expiry;
  }

  private static long micros(@Nullable Instant time) {
    return time == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public void close() throws SQLException {
    put.close();
    remove.close();
    touch.close();
  }
}
