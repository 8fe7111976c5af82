package dev.valence.ipc.process;

import java.util.List;
import java.util.Optional;

/** The renderers of the main process that are processes of their own. For any thread. */
public interface Renderers {
  /** Starts one with {@link RendererOptions#DEFAULT}. */
  default Renderer spawn(Class<?> mainClass) {
    return spawn(mainClass, RendererOptions.DEFAULT);
  }

  /**
   * Starts a JVM, this one's program with this one's class path, that runs the class's {@code
   * main}. There {@code RendererProcess.current()} connects. Returns at once; what can fail from
   * here on is told by {@link Renderer#ready}, {@link Renderer#RENDER_PROCESS_GONE} and {@link
   * Renderer#EXIT}.
   *
   * @throws IllegalStateException when this has been closed
   * @throws java.io.UncheckedIOException when the process cannot be started
   */
  Renderer spawn(Class<?> mainClass, RendererOptions options);

  /**
   * Starts any other program that speaks Valence's protocol: a Node.js script that loads {@link
   * dev.valence.ipc.script.IpcScript}, say. The options' arguments follow the command.
   *
   * @param command the program and its first arguments
   * @throws IllegalArgumentException when the command is empty, or the options have arguments of a
   *     JVM
   * @throws IllegalStateException when this has been closed
   * @throws java.io.UncheckedIOException when the process cannot be started
   */
  Renderer spawn(List<String> command, RendererOptions options);

  /** The renderer with a number, unless it has ended. */
  Optional<Renderer> fromId(int id);

  /** Those that have not ended, in the order of their numbers; a copy. */
  List<Renderer> all();
}
