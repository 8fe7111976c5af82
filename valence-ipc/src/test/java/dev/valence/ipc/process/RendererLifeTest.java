package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import dev.valence.ipc.value.JsObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renderers start, end, crash and are left. */
class RendererLifeTest {
  private final PuppetStage stage = new PuppetStage();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aRendererStartsWithWhatItsOptionsSay() {
    Renderer renderer =
        stage.spawn(
            RendererOptions.builder()
                .jvmArguments("-Dvalence.test=here", "-Xmx64m")
                .environment("VALENCE_TEST", "there")
                .folder(folder)
                .build());

    JsObject told = (JsObject) stage.run(renderer, RendererLifeTest.class, "surroundings");
    assertThat(told.get("property")).isEqualTo("here");
    assertThat(told.get("variable")).isEqualTo("there");
    assertThat(told.get("folder")).isEqualTo(folder.toString());
    assertThat(((Number) told.get("pid")).longValue()).isEqualTo(renderer.pid());
    assertThat(told.get("id")).isEqualTo(renderer.id()).isEqualTo(1);
    assertThat(told.get("classPath")).isEqualTo(true);
    assertThat(stage.hub().renderers().fromId(1)).contains(renderer);
    assertThat(stage.hub().renderers().all()).containsExactly(renderer);
  }

  static Object surroundings(IpcRenderer ipc, IpcArguments args) {
    return new JsObject()
        .put("property", System.getProperty("valence.test"))
        .put("variable", System.getenv("VALENCE_TEST"))
        .put("folder", Path.of("").toAbsolutePath().toString())
        .put("pid", ProcessHandle.current().pid())
        .put("id", RendererProcess.current().id())
        .put("classPath", RendererProcess.current().ipcRenderer() == ipc);
  }

  @Test
  void noSecretIsInTheArguments() {
    Renderer renderer = stage.puppet();
    ProcessHandle.Info info = ProcessHandle.of(renderer.pid()).orElseThrow().info();

    assertThat(info.commandLine().orElse("")).doesNotContain("VALENCE_IPC");
    assertThat(info.arguments().orElse(new String[0])).doesNotContain("VALENCE_IPC_SECRET");
  }

  @Test
  void whatIsSentBeforeItConnectsWaitsForIt() {
    CompletableFuture<Object> got = new CompletableFuture<>();
    stage.ipcMain().on("echoed", (event, args) -> got.complete(args.get(0)));
    Renderer renderer = stage.hub().renderers().spawn(EchoMain.class);
    renderer.send("early", "bird");

    assertThat(PuppetStage.await(got)).isEqualTo("bird");
  }

  /** A renderer that sends back what it gets, once it listens. */
  static final class EchoMain {
    public static void main(String[] args) {
      RendererProcess process = RendererProcess.current();
      process.eventThread();
      IpcRenderer ipc = process.ipcRenderer();
      ipc.on("early", (event, given) -> ipc.send("echoed", given.get(0)));
    }
  }

  @Test
  void aCleanEndIsNoCrash() {
    Renderer renderer = stage.puppet();
    List<String> events = events(renderer);
    stage.begin(renderer, RendererLifeTest.class, "exit", 0);

    RendererExit exit = PuppetStage.await(renderer.exited());
    stage.settle();
    assertThat(exit.reason()).isEqualTo(RendererExit.Reason.CLEAN_EXIT);
    assertThat(exit.exitCode()).hasValue(0);
    assertThat(events).containsExactly("exit clean-exit");
    assertThat(renderer.isDestroyed()).isTrue();
    assertThat(stage.hub().renderers().all()).isEmpty();
  }

  private static List<String> events(Renderer renderer) {
    List<String> events = new CopyOnWriteArrayList<>();
    renderer.on(
        Renderer.RENDER_PROCESS_GONE, exit -> events.add("gone " + exit.reason().wireName()));
    renderer.on(Renderer.EXIT, exit -> events.add("exit " + exit.reason().wireName()));
    return events;
  }

  static Object exit(IpcRenderer ipc, IpcArguments args) {
    System.exit(args.get(0, Integer.class));
    return null;
  }

  static Object halt(IpcRenderer ipc, IpcArguments args) {
    ipc.send("last", "word");
    Runtime.getRuntime().halt(args.get(0, Integer.class));
    return null;
  }

  @Test
  void anAbnormalEndIsTold() {
    Renderer renderer = stage.puppet();
    List<String> events = events(renderer);
    CompletableFuture<Object> pending = stage.begin(renderer, RendererLifeTest.class, "exit", 3);

    RendererExit exit = PuppetStage.await(renderer.exited());
    stage.settle();
    assertThat(exit.exitCode()).hasValue(3);
    assertThat(exit.message()).isEqualTo("renderer 1 ended: abnormal-exit (exit code 3)");
    assertThat(events).containsExactly("gone abnormal-exit", "exit abnormal-exit");
    assertThatThrownBy(() -> PuppetStage.await(pending))
        .isInstanceOf(IpcException.class)
        .hasMessageStartingWith(
            "Error invoking remote method 'puppet': Error: renderer 1 has gone: ");
  }

  @Test
  void whatWasSentBeforeACrashArrivesBeforeTheExit() {
    Renderer renderer = stage.puppet();
    List<String> events = events(renderer);
    stage.ipcMain().on("last", (event, args) -> events.add("last " + args.get(0)));
    stage.begin(renderer, RendererLifeTest.class, "halt", 134);

    assertThat(PuppetStage.await(renderer.exited()).reason())
        .isEqualTo(RendererExit.Reason.CRASHED);
    stage.settle();
    assertThat(events).containsExactly("last word", "gone crashed", "exit crashed");
  }

  @Test
  void aKilledRendererIsTold() {
    Renderer renderer = stage.puppet();
    List<String> events = events(renderer);
    renderer.kill();

    RendererExit exit = PuppetStage.await(renderer.exited());
    stage.settle();
    assertThat(exit.reason()).isEqualTo(RendererExit.Reason.KILLED);
    assertThat(events).containsExactly("gone killed", "exit killed");
    // No crash, and nothing happens.
    renderer.send("test", 1);
    renderer.postMessage("test", 1);
    renderer.close();
    renderer.kill();
    assertThatThrownBy(() -> PuppetStage.await(renderer.invoke("test")))
        .isInstanceOf(IpcException.class)
        .hasMessage("Error invoking remote method 'test': Error: renderer 1 has gone");
  }

  @Test
  void closingLeavesTheRendererAndItEnds() {
    Renderer renderer = stage.puppet();
    List<String> events = events(renderer);
    CompletableFuture<Object> told = new CompletableFuture<>();
    stage.ipcMain().on("armed", (event, args) -> told.complete(null));
    stage.run(
        renderer, RendererLifeTest.class, "tellDisconnect", folder.resolve("told").toString());
    renderer.close();

    RendererExit exit = PuppetStage.await(renderer.exited());
    stage.settle();
    assertThat(exit.reason()).isEqualTo(RendererExit.Reason.CLEAN_EXIT);
    assertThat(events).containsExactly("exit clean-exit");
    assertThat(folder.resolve("told"))
        .content()
        .isEqualTo("the main process closes; IPC method called after context was released");
  }

  /** I031 and I038 in the renderer: after the end every method throws the same. */
  static Object tellDisconnect(IpcRenderer ipc, IpcArguments args) {
    Path file = Path.of(args.get(0, String.class));
    RendererProcess.current()
        .on(
            RendererProcess.DISCONNECT,
            reason -> {
              try {
                ipc.send("test");
              } catch (IllegalStateException e) {
                write(file, reason + "; " + e.getMessage());
              }
            });
    return null;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void i031_i038_afterTheEndAllMethodsThrow() {
    Renderer renderer = stage.puppet();
    CompletableFuture<Object> never = new CompletableFuture<>();
    Path file = folder.resolve("texts");
    stage.begin(renderer, RendererLifeTest.class, "leave", file.toString());

    assertThat(PuppetStage.await(renderer.exited()).reason())
        .isEqualTo(RendererExit.Reason.CLEAN_EXIT);
    assertThat(file).content().isEqualTo("IPC method called after context was released;".repeat(5));
    assertThat(never).isNotDone();
  }

  static Object leave(IpcRenderer ipc, IpcArguments args) {
    RendererProcess.current().close();
    StringBuilder texts = new StringBuilder();
    List<Runnable> calls =
        List.of(
            () -> ipc.send("test"),
            () -> ipc.sendSync("test"),
            () -> ipc.invoke("test"),
            () -> ipc.postMessage("test", 1),
            () -> ipc.sendToHost("test"));
    for (Runnable call : calls) {
      try {
        call.run();
        texts.append("no exception;");
      } catch (IllegalStateException e) {
        texts.append(e.getMessage()).append(';');
      }
    }
    write(Path.of(args.get(0, String.class)), texts.toString());
    return null;
  }

  @Test
  void closingTheHubEndsItsRenderers() {
    Renderer first = stage.puppet();
    Renderer second = stage.spawn(RendererOptions.DEFAULT);
    stage.close();

    assertThat(first.exited()).isDone();
    assertThat(second.exited().join().reason()).isEqualTo(RendererExit.Reason.CLEAN_EXIT);
    assertThat(ProcessHandle.of(first.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThatThrownBy(() -> stage.hub().renderers().spawn(Puppet.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This is closed: no renderer is started");
  }

  /** A main process in a process of its own, which vanishes. */
  static final class VanishingMain {
    public static void main(String[] args) throws Exception {
      IpcHub hub = IpcHub.builder().build();
      Renderer renderer = hub.renderers().spawn(Puppet.class);
      renderer.ready().join();
      Files.writeString(Path.of(args[0]), Long.toString(renderer.pid()));
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void aRendererWhoseMainProcessVanishesEnds() throws Exception {
    Path file = folder.resolve("pid");
    Process main =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                VanishingMain.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(main.waitFor()).isEqualTo(9);
    long pid = Long.parseLong(Files.readString(file));

    ProcessHandle.of(pid).ifPresent(child -> PuppetStage.await(child.onExit()));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** A program that never asks for its renderer. */
  static final class SilentMain {
    public static void main(String[] args) throws Exception {
      Thread.currentThread().join();
    }
  }

  @Test
  void aProcessThatDoesNotConnectInTimeIsEnded() {
    Renderer renderer =
        stage
            .hub()
            .renderers()
            .spawn(
                SilentMain.class,
                RendererOptions.builder().startTimeout(java.time.Duration.ofMillis(300)).build());
    renderer.send("test", 1);

    RendererExit exit = PuppetStage.await(renderer.exited());
    assertThat(exit.reason()).isEqualTo(RendererExit.Reason.LAUNCH_FAILED);
    assertThat(exit.message())
        .isEqualTo("renderer 1 was ended: renderer 1 did not connect within 300 ms");
    assertThatThrownBy(() -> PuppetStage.await(renderer.ready()))
        .isInstanceOf(IpcException.class)
        .hasMessage(exit.message());
  }

  @Test
  void aProcessThatEndsAtOnceFailsToBecomeReady() {
    Renderer renderer =
        stage
            .hub()
            .renderers()
            .spawn(
                Puppet.class,
                RendererOptions.builder()
                    .jvmArguments("-XX:NoSuchOption")
                    .errors(ProcessBuilder.Redirect.DISCARD)
                    .build());

    assertThatThrownBy(() -> PuppetStage.await(renderer.ready())).isInstanceOf(IpcException.class);
    assertThat(PuppetStage.await(renderer.exited()).exitCode()).hasValue(1);
  }

  @Test
  void aProcessThatNobodySpawnedIsNoRenderer() {
    assertThatThrownBy(RendererProcess::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VALENCE_IPC_ADDRESS");
  }
}
