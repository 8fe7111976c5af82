package dev.valence.net.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFilesTest {
  @TempDir Path folder;

  private static String rights(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void filesAndFoldersAreForTheUserAlone() throws Exception {
    Path inner = folder.resolve("a/b");
    PrivateFiles.createFolder(inner);
    Path made = inner.resolve("made");
    PrivateFiles.create(made);
    Path opened = inner.resolve("opened");
    PrivateFiles.open(opened, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        .close();

    assertThat(rights(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(rights(inner)).isEqualTo("rwx------");
    assertThat(rights(made)).isEqualTo("rw-------");
    assertThat(rights(opened)).isEqualTo("rw-------");
    assertThat(rights(PrivateFiles.createTemporary(inner, "x", ".part"))).isEqualTo("rw-------");
    assertThatThrownBy(() -> PrivateFiles.create(made))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aFileThatWasThereIsRestrictedOnlyWhenAsked() throws Exception {
    Path file = Files.writeString(folder.resolve("old"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)).close();
    assertThat(rights(file)).isEqualTo("rw-rw-r--");
    PrivateFiles.restrict(file);
    assertThat(rights(file)).isEqualTo("rw-------");
  }

  @Test
  void aNewFileReplacesTheOldOneWhenItsHeadIsWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("log"), "what was there");
    try (FileChannel channel =
        NewFile.begin(file, "log", "head".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(channel.position()).isEqualTo(4);
      assertThat(file).hasContent("head");
      assertThat(rights(file)).isEqualTo("rw-------");
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> NewFile.begin(folder.resolve("absent/x"), "thing", new byte[0]))
        .isInstanceOfSatisfying(
            NetException.class,
            e -> {
              assertThat(e.error()).isEqualTo(NetError.FILE_NOT_FOUND);
              assertThat(e.detail()).startsWith("the thing ").contains("absent");
            });
    assertThatThrownBy(() -> NewFile.begin(folder, "thing", new byte[0]))
        .isInstanceOfSatisfying(
            NetException.class, e -> assertThat(e.error()).isEqualTo(NetError.ACCESS_DENIED));
  }
}
