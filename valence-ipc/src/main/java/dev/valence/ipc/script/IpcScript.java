package dev.valence.ipc.script;

import dev.valence.ipc.clone.StructuredCloneScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The JavaScript half of IPC. A Node.js program that {@code Renderers.spawn} started loads it as a
 * module without dependencies:
 *
 * <pre>{@code
 * const ipcRenderer = await require('./valence-ipc.js').connect();
 * const text = await ipcRenderer.invoke('read', 'a.txt');
 * }</pre>
 *
 * <p>{@code ipcRenderer} has Electron's members; {@code createChannel()} makes a pair of ports,
 * which behave as the DOM's; {@code invokeWith({signal, timeout, onprogress}, channel, …)}, {@code
 * handle} and {@code close()} go beyond Electron. {@code service(ipcRenderer, 'files', {streams:
 * ['open']})} is an interface that {@code ipcMain.expose} lets be called; {@code ReadableStream}s
 * are its streams. Needs Node.js 20 or newer.
 */
public final class IpcScript {
  /** In the order in which they build on each other. */
  private static final List<String> PARTS =
      List.of("ipc-frames.js", "ipc-ports.js", "ipc-renderer.js", "ipc-streams.js", "ipc-node.js");

  private IpcScript() {}

  /** The text of the module for Node.js. */
  public static String forNode() {
    StringBuilder all = new StringBuilder(StructuredCloneScript.source());
    PARTS.forEach(part -> all.append('\n').append(read(part)));
    return all.toString();
  }

  /**
   * Writes {@link #forNode} into a folder, as {@code valence-ipc.js}, over what is there.
   *
   * @return the file
   * @throws UncheckedIOException when it cannot be written
   */
  public static Path writeForNode(Path folder) {
    try {
      return Files.writeString(folder.resolve("valence-ipc.js"), forNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String part) {
    try (InputStream in = IpcScript.class.getResourceAsStream(part)) {
      if (in == null) {
        throw new IllegalStateException(part + " is missing from valence-ipc");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
