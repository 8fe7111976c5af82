package dev.valence.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files, little memory, no disk: each in a process of its own. */
class DownloadLargeTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  /** Runs {@link DownloadRunner} for one file, and says what it printed last. */
  private String download(TestServer server, Path files, List<String> before, List<String> flags)
      throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            DownloadRunner.class.getName(),
            folder.resolve("session").toString(),
            files.toString(),
            "1",
            server.origin()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        last = line;
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return last;
  }

  private void requireLarge(long length) throws Exception {
    try (TestServer server = TestServer.start(new ServedFile(0, length))) {
      // The heap bounds Netty's memory outside of it as well.
      assertThat(download(server, folder, List.of(), List.of("-Xmx64m"))).isEqualTo("done");
      assertThat(Files.size(folder.resolve("0.bin"))).isEqualTo(length);
    }
  }

  @Test
  void aLargeFileNeedsLittleMemory() throws Exception {
    requireLarge(512 * MIB);
  }

  @Test
  @Tag("long")
  void aFileOfFourGigabytesNeedsLittleMemory() throws Exception {
    requireLarge(4096 * MIB);
  }

  /** A disk of its own size, where the system lets its users mount one. */
  private static List<String> onSmallDisk(Path mount, String options) {
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o " + options + " none " + mount + " && exec \"$@\"",
        "sh");
  }

  private static boolean canMount(Path mount) throws InterruptedException {
    try {
      List<String> command = new ArrayList<>(onSmallDisk(mount, "size=1m"));
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Test
  @Tag("peers")
  void aFullDiskInterrupts() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(canMount(disk), "file systems cannot be mounted here");
    // Nothing tells the length beforehand.
    try (TestServer server = TestServer.start(new ServedFile(5, 4 * MIB).chunked())) {
      assertThat(download(server, disk, onSmallDisk(disk, "size=2m"), List.of("-Xmx64m")))
          .startsWith("failed")
          .endsWith("FILE_NO_SPACE");
    }
  }

  @Test
  @Tag("peers")
  void aReadOnlyFolderInterrupts() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(canMount(disk), "file systems cannot be mounted here");
    try (TestServer server = TestServer.start(new ServedFile(5, MIB))) {
      assertThat(download(server, disk, onSmallDisk(disk, "ro,size=2m"), List.of("-Xmx64m")))
          .startsWith("failed")
          .endsWith("FILE_ACCESS_DENIED");
    }
  }
}
