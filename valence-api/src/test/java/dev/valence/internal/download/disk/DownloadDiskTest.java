package dev.valence.internal.download.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadDiskTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  // ---- Names

  @Test
  void aReservedNameIsNobodyElses() throws Exception {
    file("a.txt", "");
    Path first = SavePlace.reserve(folder, "a.txt");
    Path second = SavePlace.reserve(folder, "a.txt");

    assertThat(first).isEqualTo(folder.resolve("a (1).txt"));
    assertThat(second).isEqualTo(folder.resolve("a (2).txt"));
    SavePlace.release(first);
    assertThat(SavePlace.reserve(folder, "a.txt")).isEqualTo(first);
    SavePlace.release(first);
    SavePlace.release(second);
  }

  @Test
  void namesRunOut() throws Exception {
    for (int i = 0; i < 100; i++) {
      file(i == 0 ? "a" : "a (" + i + ")", "");
    }
    assertThatThrownBy(() -> SavePlace.reserve(folder, "a"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("100");
  }

  @Test
  void aFileThatCameInBetweenIsNotReplaced() throws Exception {
    Path part = file("part", "new");
    Path target = file("a.txt", "somebody's");

    assertThat(SavePlace.publish(part, target, false)).isEqualTo(folder.resolve("a (1).txt"));
    assertThat(target).hasContent("somebody's");
    assertThat(folder.resolve("a (1).txt")).hasContent("new");
    assertThat(part).doesNotExist();
  }

  @Test
  void aChosenFileIsReplaced() throws Exception {
    Path part = file("part", "new");
    Path target = file("a.txt", "old");

    assertThat(SavePlace.publish(part, target, true)).isEqualTo(target);
    assertThat(target).hasContent("new");
    assertThat(part).doesNotExist();
  }

  @Test
  void aLinkOfThePartIsKnownAgain() throws Exception {
    Path part = file("part", "whole");
    Path target = folder.resolve("a.txt");
    assertThat(SavePlace.isPublished(part, target, 5)).isFalse();
    Files.createLink(target, part);
    assertThat(SavePlace.isPublished(part, target, 5)).isTrue();
    Files.delete(part);
    assertThat(SavePlace.isPublished(part, target, 5)).isTrue();
    assertThat(SavePlace.isPublished(part, target, 6)).isFalse();
    file("part", "other");
    assertThat(SavePlace.isPublished(part, target, 5)).isFalse();
  }

  @Test
  void thePartOfALongNameFits() {
    Path longest = folder.resolve("x".repeat(255));
    Path part = PartFile.pathFor(longest, "0123456789");

    assertThat(part.getParent()).isEqualTo(folder);
    assertThat(part.getFileName().toString()).isEqualTo("download.01234567.part");
  }

  // ---- Bytes

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void spansAreBelievedAsFarAsTheDiskBearsThemOut() throws Exception {
    Path path = folder.resolve("made/on/the/way.part");
    Span first = new Span(0, 100, 0, 0);
    Span second = new Span(100, 200, 0, 0);
    List<Span> noted;
    try (PartFile part = PartFile.open(path)) {
      part.write(bytes("hello"), 0);
      part.write(bytes("world!"), 100);
      noted = List.of(part.noted(first, 5), part.noted(second, 6));
      assertThat(part.confirmed(noted)).isEqualTo(noted);
      assertThat(part.confirmed(List.of(first, second))).containsExactly(first, second);
      assertThat(part.isThere()).isTrue();
    }
    try (PartFile part = PartFile.open(path)) {
      assertThat(part.confirmed(noted)).isEqualTo(noted);
      part.write(bytes("j"), 0);
      assertThat(part.confirmed(noted)).containsExactly(first, noted.get(1));
      part.truncate(105);
      assertThat(part.confirmed(noted)).containsExactly(first, second);
      Files.delete(path);
      assertThat(part.isThere()).isFalse();
    }
  }

  // ---- Checksums

  @Test
  void everyHashMustBeRight() throws Exception {
    Path empty = file("empty", "");
    String sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    ExpectedDigests right = ExpectedDigests.ofSha256(sha256);
    ExpectedDigests oneWrong = right.and(new ExpectedDigests(Map.of("SHA-512", "00")));

    assertThat(FileHash.matches(empty, right, () -> false)).isTrue();
    assertThat(FileHash.matches(empty, oneWrong, () -> false)).isFalse();
    assertThat(FileHash.matches(file("full", "x"), right, () -> false)).isFalse();
  }

  // ---- The user's folder

  @Test
  void s122_theUsersFolderForDownloads() {
    Path home = folder.resolve("home");
    assertThat(DownloadsFolder.of(home, null)).isEqualTo(home.resolve("Downloads"));
    assertThat(DownloadsFolder.of(home, "# none\n")).isEqualTo(home.resolve("Downloads"));
    assertThat(
            DownloadsFolder.of(home, "XDG_MUSIC_DIR=\"$HOME/M\"\nXDG_DOWNLOAD_DIR=\"$HOME/D\"\n"))
        .isEqualTo(home.resolve("D"));
    assertThat(DownloadsFolder.of(home, "XDG_DOWNLOAD_DIR=\"/data/d\""))
        .isEqualTo(Path.of("/data/d"));
    assertThat(DownloadsFolder.of(home, "XDG_DOWNLOAD_DIR=\"relative\""))
        .isEqualTo(home.resolve("Downloads"));
  }
}
