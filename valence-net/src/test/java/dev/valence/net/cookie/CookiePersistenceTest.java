package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookies on disk: what is kept, when it is durable, and what happens to a bad file. */
class CookiePersistenceTest {
  private static final String URL = "https://example.com/";

  private final ManualClock clock = new ManualClock();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("session").resolve("session.db");
  }

  private CookieStore open() {
    CookieStore store = CookieStore.builder().file(file).clock(clock).open();
    store.loaded().join();
    return store;
  }

  private CookieDetails persistent(String name, String value) {
    return CookieDetails.builder()
        .url(URL)
        .name(name)
        .value(value)
        .expirationDate(clock.instant().plus(Duration.ofDays(30)))
        .build();
  }

  private static String header(CookieStore store) {
    return store.cookieHeaderFor(CookieAccess.ofHost(Url.parse(URL)));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void everyFieldSurvives() {
    CookieAccess access = CookieAccess.ofHost(Url.parse("https://www.example.com/p/q"));
    List<Cookie> before;
    try (CookieStore store = open()) {
      store.setFromResponse(
          access,
          List.of(
              "a=1; Max-Age=1000; Domain=example.com; Secure; HttpOnly; SameSite=Strict;"
                  + " Priority=High",
              "b=\u00c3\u00a4 J\u00e9r; Max-Age=1000; Path=/p; Priority=Low; SameSite=Lax",
              "=nameless; Max-Age=1000",
              "c=1; Max-Age=1000; Secure; SameSite=None; Partitioned"),
          null);
      before = store.get(CookieFilter.all()).join();
    }
    assertThat(before).hasSize(4);
    try (CookieStore store = open()) {
      assertThat(store.get(CookieFilter.all()).join()).isEqualTo(before);
      assertThat(store.cookieHeaderFor(access)).contains("b=\u00c3\u00a4 J\u00e9r");
    }
  }

  @Test
  void sessionCookiesAreNotWritten() throws SQLException {
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      store.set(CookieDetails.builder().url(URL).name("b").build()).join();
      // A session cookie that takes the place of a persistent one removes its row.
      store.set(persistent("c", "1")).join();
      store.set(CookieDetails.builder().url(URL).name("c").value("2").build()).join();
    }
    assertThat(query("SELECT group_concat(name) FROM cookies")).isEqualTo("a");
  }

  @Test
  void s078_flushMakesChangesDurable() throws SQLException {
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      store.set(persistent("a", "2")).join();
      store.set(persistent("b", "1")).join();
      store.remove(URL, "b").join();
      store.flush().join();
      assertThat(query("SELECT group_concat(name || '=' || value) FROM cookies")).isEqualTo("a=2");
      assertThat(query("PRAGMA journal_mode")).isEqualTo("wal");
    }
  }

  @Test
  void removedExpiredAndReplacedCookiesLeaveTheFile() throws SQLException {
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      store.set(persistent("b", "1")).join();
      clock.advance(Duration.ofDays(31));
      assertThat(store.removeExpired()).isEqualTo(2);
      store.set(persistent("c", "1")).join();
    }
    assertThat(query("SELECT group_concat(name) FROM cookies")).isEqualTo("c");
  }

  @Test
  void theLastAccessIsNotedOnceAMinute() throws SQLException {
    String access = "SELECT last_access / 1000000 FROM cookies";
    String start = String.valueOf(clock.instant().getEpochSecond());
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      clock.advance(Duration.ofSeconds(59));
      assertThat(header(store)).isEqualTo("a=1");
      store.flush().join();
      assertThat(query(access)).isEqualTo(start);
      clock.advance(Duration.ofSeconds(1));
      assertThat(header(store)).isEqualTo("a=1");
      store.flush().join();
      assertThat(query(access)).isEqualTo(String.valueOf(clock.instant().getEpochSecond()));
      assertThat(store.get(CookieFilter.all()).join().get(0).lastAccess())
          .isEqualTo(clock.instant());
    }
  }

  @Test
  void changesMadeWhileLoadingComeOnTopOfWhatWasLoaded() throws SQLException {
    try (CookieStore store = open()) {
      store.set(persistent("kept", "old")).join();
      store.set(persistent("changed", "old")).join();
      store.set(persistent("removed", "old")).join();
    }
    CookieStore store;
    CompletableFuture<?> removal;
    try (Connection blocker = connect();
        Statement statement = blocker.createStatement()) {
      // Who opens the file must turn it to WAL, and can't while another has it for itself.
      statement.execute("PRAGMA journal_mode=DELETE");
      statement.execute("BEGIN EXCLUSIVE");
      store = CookieStore.builder().file(file).clock(clock).open();
      store.setFromResponse(
          CookieAccess.ofHost(Url.parse(URL)), List.of("changed=new; Max-Age=1000"), null);
      removal = store.remove(URL, "removed");
      assertThat(store.isLoaded()).isFalse();
      assertThat(removal).isNotDone();
      assertThatThrownBy(() -> header(store)).isInstanceOf(IllegalStateException.class);
      statement.execute("COMMIT");
    }
    assertThat(removal.join()).isEqualTo(1);
    store.loaded().join();
    assertThat(header(store)).isEqualTo("kept=old; changed=new");
    store.close();
    try (CookieStore again = open()) {
      assertThat(header(again)).isEqualTo("kept=old; changed=new");
    }
  }

  @Test
  void closeWhileLoadingLosesNothing() throws SQLException {
    CookieStore store = CookieStore.builder().file(file).clock(clock).open();
    store.setFromResponse(CookieAccess.ofHost(Url.parse(URL)), List.of("a=1; Max-Age=1000"), null);
    store.close();
    assertThat(query("SELECT group_concat(name) FROM cookies")).isEqualTo("a");
  }

  @Test
  void theFileIsForTheUserAlone() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      store.flush().join();
      assertThat(permissions(file.getParent())).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(file.getParent())) {
        assertThat(files.map(CookiePersistenceTest::permissions)).containsOnly("rw-------");
      }
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsMovedAside() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "this is no database, ".repeat(500));
    try (CookieStore store = open()) {
      assertThat(store.get(CookieFilter.all()).join()).isEmpty();
      store.set(persistent("a", "1")).join();
    }
    assertThat(asideFiles()).hasSize(1);
    assertThat(asideFiles().get(0)).hasContent("this is no database, ".repeat(500));
    try (CookieStore store = open()) {
      assertThat(header(store)).isEqualTo("a=1");
    }
  }

  @Test
  void aDatabaseWithADamagedPageIsMovedAside() throws IOException {
    try (CookieStore store = open()) {
      for (int i = 0; i < 100; i++) {
        store.set(persistent("n" + i, "v".repeat(1000))).join();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    try (CookieStore store = open()) {
      assertThat(store.get(CookieFilter.all()).join()).isEmpty();
    }
    assertThat(asideFiles().get(0)).hasBinaryContent(bytes);
  }

  @Test
  void damageFoundWhileWritingLosesNoCookieInMemory() throws IOException, SQLException {
    try (CookieStore store = open()) {
      store.set(persistent("a", "1")).join();
      store.flush().join();
      execute(
          "PRAGMA writable_schema=ON",
          "UPDATE sqlite_schema SET sql = 'CREATE TABLE no sense' WHERE name = 'cookies'",
          "PRAGMA schema_version=1000");
      store.set(persistent("b", "2")).join();
      store.flush().join();
    }
    assertThat(asideFiles()).isNotEmpty();
    try (CookieStore store = open()) {
      assertThat(header(store)).isEqualTo("a=1; b=2");
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() throws SQLException {
    try (CookieStore store = open()) {
      try (Connection blocker = connect();
          Statement statement = blocker.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        store.set(persistent("a", "1")).join();
        assertThatThrownBy(() -> store.flush().join())
            .cause()
            .isInstanceOf(IOException.class)
            .hasMessageContaining(file.toString());
        statement.execute("COMMIT");
      }
      store.flush().join();
      assertThat(query("SELECT group_concat(name) FROM cookies")).isEqualTo("a");
    }
  }

  private List<Path> asideFiles() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(path -> path.getFileName().toString().matches("session\\.db\\.corrupt-[0-9-]+"))
          .toList();
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsAClearError() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("plain"), "x");
    try (CookieStore store =
        CookieStore.builder().file(notAFolder.resolve("session.db")).clock(clock).open()) {
      assertThatThrownBy(() -> store.loaded().join())
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageContaining(notAFolder.toString());
      assertThat(store.isLoaded()).isFalse();
      assertThatThrownBy(() -> store.set(persistent("a", "1")).join())
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.flush().join()).hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void aFileOfANewerVersionIsLeftAlone() throws SQLException, IOException {
    open().close();
    execute("UPDATE schema_versions SET version = 999");
    try (CookieStore store = CookieStore.builder().file(file).clock(clock).open()) {
      assertThatThrownBy(() -> store.loaded().join())
          .rootCause()
          .hasMessageContaining("newer version");
    }
    assertThat(asideFiles()).isEmpty();
  }
}
