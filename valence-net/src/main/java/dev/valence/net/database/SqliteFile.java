package dev.valence.net.database;

import dev.valence.net.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Properties;

/** A SQLite file for the user alone: opening it durably, and moving it aside when it is damaged. */
public final class SqliteFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
  private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal");

  private final Path path;

  public SqliteFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  public Path path() {
    return path;
  }

  /**
   * Opens the file, making it and its folder when they are not there.
   *
   * @throws DamagedDatabaseException when the file is there but is no sound database
   */
  public Connection open() throws SQLException, IOException {
    makePrivate();
    Properties settings = new Properties();
    settings.setProperty("journal_mode", "WAL");
    // FULL syncs the log at each commit: what is committed survives a power cut.
    settings.setProperty("synchronous", "FULL");
    settings.setProperty("busy_timeout", "2000");
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, settings);
    try {
      check(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no answer";
      if (!"ok".equals(verdict)) {
        throw new DamagedDatabaseException(verdict, null);
      }
    }
  }

  private void makePrivate() throws IOException {
    Path folder = path.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      PrivateFiles.createFolder(folder);
    }
    try {
      // SQLite gives its log files the permissions of the main file.
      PrivateFiles.create(path);
    } catch (FileAlreadyExistsException e) {
      PrivateFiles.restrict(path);
    }
  }

  /**
   * Gives the file and its companions the ending {@code .corrupt-<time>}, so that nothing is lost.
   *
   * @return the new name of the main file
   */
  public Path moveAside(Instant now) throws IOException {
    String ending = ".corrupt-" + STAMP.format(now);
    Path moved = path.resolveSibling(path.getFileName() + ending);
    for (String companion : COMPANIONS) {
      Path from = path.resolveSibling(path.getFileName() + companion);
      if (Files.exists(from)) {
        Files.move(from, path.resolveSibling(path.getFileName() + ending + companion));
      }
    }
    return moved;
  }
}
