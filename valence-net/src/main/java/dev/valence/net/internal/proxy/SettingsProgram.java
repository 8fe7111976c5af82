package dev.valence.net.internal.proxy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs a program that prints settings; its time and output are limited. Blocks. */
final class SettingsProgram {
  static final Duration LIMIT = Duration.ofSeconds(5);
  static final int MAX_BYTES = 256 * 1024;

  private final Map<String, String> environment;
  private final Duration limit;

  SettingsProgram(Map<String, String> environment, Duration limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /** What a program printed, and its exit code. */
  record Output(int code, String text) {}

  /**
   * Looks a program up in the folders of PATH.
   *
   * @throws IOException when there is none
   */
  Path find(String name) throws IOException {
    String path = environment.getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = candidate(folder, name);
      if (candidate != null && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    throw new IOException("there is no program \"" + name + "\" in the folders of PATH");
  }

  private static @Nullable Path candidate(String folder, String name) {
    try {
      Path path = Path.of(folder);
      // A relative folder, or none, is the working folder, where anybody's program may lie.
      return path.isAbsolute() ? path.resolve(name) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException when it cannot be started, takes too long, or prints too much
   */
  Output run(Path program, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> {
              late.set(true);
              kill(process);
            },
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      byte[] bytes = out.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(program + " printed more than " + MAX_BYTES + " bytes");
      }
      int code = process.waitFor();
      if (late.get()) {
        throw late(program);
      }
      return new Output(code, new String(bytes, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    } catch (IOException e) {
      throw late.get() ? late(program) : e;
    } finally {
      watch.cancel(false);
      kill(process);
    }
  }

  private IOException late(Path program) {
    return new IOException(program + " did not end within " + limit.toMillis() + " ms");
  }

  private static void kill(Process process) {
    // What it started holds its output open.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
