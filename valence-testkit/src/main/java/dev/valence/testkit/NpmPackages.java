package dev.valence.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder below the build folder into which npm brings packages when they are first needed. */
final class NpmPackages {
  private static final int MOST_SECONDS = 180;

  private final Path folder;
  private final List<String> packages;

  /**
   * Packages that need nothing of each other's.
   *
   * @param packages each with its version: {@code ws@8.18.3}
   */
  NpmPackages(String folder, String... packages) {
    this.folder = Path.of("target", folder).toAbsolutePath();
    this.packages = List.of(packages);
  }

  /**
   * Brings what is not there; returns the folder that has {@code node_modules}.
   *
   * @throws MissingPeerException when npm is not installed
   * @throws IOException when the packages cannot be had
   */
  synchronized Path install() throws IOException, InterruptedException {
    if (packages.stream().allMatch(this::isThere)) {
      return folder;
    }
    Files.createDirectories(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                PeerProcess.find("npm", "npm").toString(),
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                folder.toString()));
    command.addAll(packages);
    List<String> output = run(command);
    if (!packages.stream().allMatch(this::isThere)) {
      throw new IOException("npm did not bring " + packages + ": " + output);
    }
    return folder;
  }

  private boolean isThere(String name) {
    String bare = name.substring(0, name.lastIndexOf('@'));
    return Files.exists(folder.resolve("node_modules").resolve(bare).resolve("package.json"));
  }

  /** Runs a command in the folder; returns what it wrote. */
  List<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("valence-npm", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " took longer than " + MOST_SECONDS + " s");
      }
      return Files.readAllLines(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
