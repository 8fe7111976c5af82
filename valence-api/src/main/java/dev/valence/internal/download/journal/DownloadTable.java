package dev.valence.internal.download.journal;

import dev.valence.download.DownloadOptions;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Request;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.journal.JournalEntry.Stage;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import dev.valence.net.database.SchemaVersions;
import dev.valence.net.http.HeaderList;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of downloads: one row a download. Confined to the journal's thread. */
final class DownloadTable implements AutoCloseable {
  private static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE downloads (
            id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            url TEXT NOT NULL,
            headers TEXT NOT NULL,
            sha256 TEXT,
            segments INTEGER NOT NULL,
            bytes_per_second INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            retry_delay INTEGER NOT NULL,
            idle_timeout INTEGER NOT NULL,
            wanted_path TEXT,
            url_chain TEXT NOT NULL,
            file_name TEXT NOT NULL,
            mime_type TEXT NOT NULL,
            content_disposition TEXT NOT NULL,
            etag TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            date_is_strong INTEGER NOT NULL,
            accepts_ranges INTEGER NOT NULL,
            digests TEXT NOT NULL,
            target TEXT,
            replaces INTEGER NOT NULL,
            part TEXT,
            announced INTEGER NOT NULL,
            total INTEGER NOT NULL,
            spans TEXT NOT NULL,
            stage TEXT NOT NULL,
            reason INTEGER NOT NULL,
            paused INTEGER NOT NULL,
            start_time REAL NOT NULL,
            end_time REAL NOT NULL
          ) WITHOUT ROWID""");

  private static final int COLUMNS = 31;

  private static final Logger log = LoggerFactory.getLogger(DownloadTable.class);

  private final Connection connection;
  private final PreparedStatement put;
  private final PreparedStatement remove;

  private DownloadTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO downloads VALUES ("
                + String.join(",", Collections.nCopies(COLUMNS, "?"))
                + ")");
    this.remove = connection.prepareStatement("DELETE FROM downloads WHERE id = ?");
  }

  /** Opens the table, bringing its schema up to date. */
  static DownloadTable open(Connection connection) throws SQLException {
    SchemaVersions.migrate(connection, "downloads", MIGRATIONS);
    return new DownloadTable(connection);
  }

  /** Writes the changes in one transaction; an empty entry removes. Durable when this returns. */
  void write(Map<String, Optional<JournalEntry>> changes) throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (Map.Entry<String, Optional<JournalEntry>> change : changes.entrySet()) {
        Optional<JournalEntry> entry = change.getValue();
        if (entry.isPresent()) {
          bind(entry.get());
          put.executeUpdate();
        } else {
          remove.setString(1, change.getKey());
          remove.executeUpdate();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void bind(JournalEntry entry) throws SQLException {
    DownloadOptions options = entry.request().options();
    Response response = entry.response();
    Validators validators = response.validators();
    Place place = entry.place();
    Path wanted = options.savePath();
    Object[] values = {
      entry.id(),
      entry.order(),
      entry.request().url(),
      String.join("\n", options.headers().toRawList()),
      options.sha256(),
      options.segments(),
      options.bytesPerSecond(),
      options.retries(),
      options.retryDelay().toMillis(),
      options.idleTimeout().toMillis(),
      wanted == null ? null : wanted.toString(),
      String.join("\n", response.urlChain()),
      response.fileName(),
      response.mimeType(),
      response.contentDisposition(),
      validators.eTag(),
      validators.lastModified(),
      validators.lastModifiedIsStrong(),
      response.acceptsRanges(),
      response.digests().text(),
      place == null ? null : place.target().toString(),
      place != null && place.replace(),
      place == null ? null : place.part().toString(),
      entry.announced(),
      entry.total(),
      Span.text(entry.spans()),
      entry.stage().name(),
      entry.reason(),
      entry.paused(),
      entry.startTime(),
      entry.endTime()
    };
    for (int i = 0; i < values.length; i++) {
      put.setObject(i + 1, values[i]);
    }
  }

  List<JournalEntry> all() throws SQLException {
    List<JournalEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM downloads ORDER BY position")) {
      while (row.next()) {
        try {
          entries.add(read(row));
        } catch (IllegalArgumentException e) {
          // One that no version of this class wrote shall not hide the others.
          log.warn("A download in the journal cannot be read", e);
        }
      }
    }
    return entries;
  }

  private static JournalEntry read(ResultSet row) throws SQLException {
    String target = row.getString("target");
    List<Span> spans = Span.ofText(row.getString("spans"));
    long total = row.getLong("total");
    return new JournalEntry(
        row.getString("id"),
        row.getLong("position"),
        new Request(row.getString("url"), options(row)),
        response(row),
        target == null
            ? null
            : new Place(
                Path.of(target), row.getBoolean("replaces"), Path.of(row.getString("part"))),
        row.getBoolean("announced"),
        total,
        spans == null ? List.of(Span.whole(total)) : spans,
        Stage.valueOf(row.getString("stage")),
        row.getInt("reason"),
        row.getBoolean("paused"),
        row.getDouble("start_time"),
        row.getDouble("end_time"));
  }

  private static DownloadOptions options(ResultSet row) throws SQLException {
    DownloadOptions.Builder options =
        DownloadOptions.builder()
            .segments(row.getInt("segments"))
            .bytesPerSecond(row.getLong("bytes_per_second"))
            .retries(row.getInt("retries"))
            .retryDelay(Duration.ofMillis(row.getLong("retry_delay")))
            .idleTimeout(Duration.ofMillis(row.getLong("idle_timeout")));
    List<String> headers = lines(row.getString("headers"));
    HeaderList.of(headers.toArray(new String[0])).forEachField(options::header);
    String sha256 = row.getString("sha256");
    if (sha256 != null) {
      options.sha256(sha256);
    }
    String wanted = row.getString("wanted_path");
    if (wanted != null) {
      options.savePath(Path.of(wanted));
    }
    return options.build();
  }

  private static Response response(ResultSet row) throws SQLException {
    return new Response(
        lines(row.getString("url_chain")),
        row.getString("file_name"),
        row.getString("mime_type"),
        row.getString("content_disposition"),
        new Validators(
            row.getString("etag"),
            row.getString("last_modified"),
            row.getBoolean("date_is_strong")),
        row.getBoolean("accepts_ranges"),
        ExpectedDigests.ofText(row.getString("digests")));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1));
  }

  @Override
  public void close() throws SQLException {
    put.close();
    remove.close();
  }
}
