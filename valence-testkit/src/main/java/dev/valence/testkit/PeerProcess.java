package dev.valence.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program that runs beside the test: found by PATH, killed with its owner or with the JVM. */
final class PeerProcess implements AutoCloseable {
  private static final int START_SECONDS = 30;
  private static final int KEPT_LINES = 200;

  private final Process process;
  private final Thread killer;
  private final Deque<String> output = new ArrayDeque<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  /** Starts the command; {@code readyLine} recognises the line that says it serves. */
  PeerProcess(List<String> command, Path folder, Predicate<String> readyLine) throws IOException {
    process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    killer = new Thread(() -> killTree(process), "kill-" + command.get(0));
    Runtime.getRuntime().addShutdownHook(killer);
    Thread reader = new Thread(() -> read(readyLine), "read-" + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /** The absolute path of a program; /usr/sbin is searched even when PATH lacks it. */
  static Path find(String program, String debianPackage) {
    String path = System.getenv("PATH");
    String folders = (path == null ? "" : path + ":") + "/usr/local/bin:/usr/bin:/usr/sbin:/sbin";
    for (String folder : folders.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate.toAbsolutePath();
      }
    }
    throw new MissingPeerException(program, debianPackage);
  }

  /** Ports that are free now. Another program may take one before it is used: callers try again. */
  static int[] freePorts(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    int[] ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets[i] = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ports[i] = sockets[i].getLocalPort();
      }
    } finally {
      for (ServerSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
    return ports;
  }

  /** Waits for the ready line and returns it. */
  String awaitReady() throws IOException {
    try {
      return ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("interrupted while the peer started", e);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException("The peer did not start; it said: " + output(), e);
    }
  }

  Process process() {
    return process;
  }

  /** The last lines of its output. */
  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  private void read(Predicate<String> readyLine) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        synchronized (output) {
          output.addLast(line);
          if (output.size() > KEPT_LINES) {
            output.removeFirst();
          }
        }
        if (readyLine.test(line)) {
          ready.complete(line);
        }
        line = lines.readLine();
      }
      ready.completeExceptionally(new IOException("the process ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    killTree(process);
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException stopping) {
      // The JVM is on its way out: the hook runs, or has run.
    }
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void killTree(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Deletes a folder with all it holds. */
  static void deleteFolder(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
