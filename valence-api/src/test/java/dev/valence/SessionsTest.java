package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final int WAIT_SECONDS = 20;

  @TempDir Path folder;

  private static void settleEvents(Valence valence) throws Exception {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    valence.eventThread().execute(() -> passed.complete(null));
    passed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void s001_theEmptyPartitionIsTheDefaultSession() {
    try (Valence valence = Valence.builder().build()) {
      assertThat(valence.session().fromPartition("")).isSameAs(valence.session().defaultSession());
    }
  }

  @Test
  void s002_theSameNameIsTheSameSession() {
    try (Valence valence = Valence.builder().build()) {
      Session test = valence.session().fromPartition("test");
      assertThat(valence.session().fromPartition("test")).isSameAs(test);
      assertThat(valence.session().fromPartition("other")).isNotSameAs(test);
      assertThat(
              valence
                  .session()
                  .fromPartition("test", SessionOptions.builder().cache(false).build()))
          .isSameAs(test);
    }
  }

  @Test
  void s003_aSessionKeepsItsPath() {
    Path path = folder.resolve("session");
    try (Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPath(path);
      assertThat(session.storagePath()).isEqualTo(path);
      assertThat(session.isPersistent()).isTrue();
      assertThat(valence.session().fromPath(path)).isSameAs(session);
    }
  }

  @Test
  void s005_persistPartitionsArePersistent() {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      assertThat(valence.session().fromPartition("persist:x").isPersistent()).isTrue();
    }
  }

  @Test
  void s006_otherPartitionsAreNot() {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      assertThat(valence.session().fromPartition("x").isPersistent()).isFalse();
    }
  }

  @Test
  void s007_s021_sessionCreatedFiresOnceForEach() throws Exception {
    try (Valence valence = Valence.builder().build()) {
      List<Session> created = new ArrayList<>();
      valence.session().on(Sessions.SESSION_CREATED, created::add);
      Session one = valence.session().fromPartition("one");
      valence.session().fromPartition("one");
      Session standard = valence.session().defaultSession();
      settleEvents(valence);
      assertThat(created).containsExactly(one, standard);
      assertThat(Sessions.SESSION_CREATED.name()).isEqualTo("session-created");
    }
  }

  @Test
  void s009_inMemoryThereIsNoPath() {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      assertThat(valence.session().fromPartition("in-memory").storagePath()).isNull();
      assertThat(valence.session().fromPartition("in-memory").getStoragePath()).isNull();
    }
  }

  @Test
  void s010_s011_s022_eachSessionHasItsOwnPath() {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      Session standard = valence.session().defaultSession();
      Session one = valence.session().fromPartition("persist:one");
      Session two = valence.session().fromPartition("persist:two");
      assertThat(List.of(standard.storagePath(), one.storagePath(), two.storagePath()))
          .doesNotHaveDuplicates();
      assertThat(one.storagePath()).isEqualTo(folder.resolve("Partitions").resolve("one"));
      assertThat(one.getStoragePath()).isEqualTo(one.storagePath());
    }
  }

  @Test
  void s017_theCacheIsOnUnlessSaidOtherwise() {
    assertThat(SessionOptions.defaults().cache()).isTrue();
    assertThat(SessionOptions.builder().cache(false).build().cache()).isFalse();
  }

  @Test
  void s018_anEmptyPathIsRefused() {
    try (Valence valence = Valence.builder().build()) {
      assertThatThrownBy(() -> valence.session().fromPath(Path.of("")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("An empty path was specified");
    }
  }

  @Test
  void s019_aRelativePathIsRefused() {
    try (Valence valence = Valence.builder().build()) {
      assertThatThrownBy(() -> valence.session().fromPath(Path.of("relative/path")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("An absolute path was not provided");
    }
  }

  @Test
  void s020_sessionsComeFromTheFactoryAlone() {
    assertThat(Session.class).isInterface();
  }

  @Test
  void persistentPartitionsNeedAFolder() {
    try (Valence valence = Valence.builder().inMemory().build()) {
      assertThatThrownBy(() -> valence.session().fromPartition("persist:x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("persist:x")
          .hasMessageContaining("userData");
    }
    assertThatThrownBy(() -> Valence.builder().userData(folder).inMemory().build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesCannotLeaveTheirFolder() throws Exception {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      for (String name :
          List.of("../../x", "..", ".", "a/b", "", "A", "a", "ü", "con", "x".repeat(900))) {
        Path path = valence.session().fromPartition("persist:" + name).storagePath();
        assertThat(path.normalize())
            .isEqualTo(path)
            .satisfies(p -> assertThat(p.getParent()).isEqualTo(folder.resolve("Partitions")));
      }
      try (Stream<Path> below = Files.list(folder.resolve("Partitions"))) {
        assertThat(below).hasSize(10);
      }
    }
  }

  @Test
  void inMemorySessionsLeaveNoFile() throws Exception {
    try (Valence valence = Valence.builder().userData(folder).build()) {
      Session session = valence.session().fromPartition("memory");
      session
          .cookies()
          .set(
              dev.valence.net.cookie.CookieDetails.builder()
                  .url("http://example.com/")
                  .name("a")
                  .expirationDate(4e9)
                  .build())
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
      session.cookies().flushStore().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      assertThat(files).containsExactly(folder);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void foldersAndFilesAreTheUsersOwn() throws Exception {
    Path userData = folder.resolve("data");
    try (Valence valence = Valence.builder().userData(userData).build()) {
      Session session = valence.session().fromPartition("persist:private");
      session.cookies().get().get(WAIT_SECONDS, TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(userData)) {
        for (Path file : files.toList()) {
          String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
          assertThat(permissions).as(file.toString()).endsWith("------");
        }
      }
    }
  }

  @Test
  void aSecondValenceIsToldWhoHasTheFolder() {
    try (Valence first = Valence.builder().userData(folder).build();
        Valence second = Valence.builder().userData(folder).build()) {
      Session session = first.session().fromPartition("persist:shared");
      assertThatThrownBy(() -> second.session().fromPartition("persist:shared"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(String.valueOf(session.storagePath()))
          .hasMessageContaining("this process");
      assertThatThrownBy(() -> second.session().fromPath(session.storagePath()))
          .isInstanceOf(IllegalStateException.class);
      second.session().fromPartition("persist:free");
    }
  }

  @Test
  void aClosedValenceLetsItsFoldersGo() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Valence valence = Valence.builder().userData(folder).build()) {
        assertThat(valence.session().fromPartition("persist:again").isPersistent()).isTrue();
        valence.session().defaultSession();
      }
    }
  }

  /** Another JVM that opens a session and says so; what is said on its standard input ends it. */
  private Process holder(Path path) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FolderHolder.class.getName(),
            path.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aSecondProcessIsToldWhoHasTheFolderAndAKilledOneLetsGo() throws Exception {
    Path path = folder.resolve("held").toAbsolutePath();
    Process other = holder(path);
    try (Valence valence = Valence.builder().build()) {
      assertThat(other.inputReader().readLine()).isEqualTo("open");
      assertThatThrownBy(() -> valence.session().fromPath(path))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("process " + other.pid());
      other.destroyForcibly();
      assertThat(other.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(valence.session().fromPath(path).isPersistent()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }
}
