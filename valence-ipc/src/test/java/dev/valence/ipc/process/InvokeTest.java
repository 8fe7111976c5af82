package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.message.HandlerException;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.RemoteError;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ipcRenderer.invoke} and {@code ipcMain.handle}, between two processes. */
class InvokeTest {
  private static PuppetStage stage;

  @BeforeAll
  static void open() {
    stage = new PuppetStage();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @AfterEach
  void clear() {
    stage.clear("test", "other");
  }

  /** In the renderer. */
  static Object invoke(IpcRenderer ipc, IpcArguments args) throws Exception {
    List<Object> rest = args.toList().subList(1, args.size());
    return ipc.invoke(args.get(0, String.class), rest.toArray()).get(60, TimeUnit.SECONDS);
  }

  /** In the renderer: the text of the failure, and what is known of the error. */
  static Object failure(IpcRenderer ipc, IpcArguments args) {
    try {
      ipc.invoke(args.get(0, String.class)).join();
      return "it did not fail";
    } catch (CompletionException e) {
      IpcException failure = (IpcException) e.getCause();
      RemoteError error = failure.remote().orElse(null);
      JsObject told = new JsObject().put("text", failure.getMessage());
      if (error != null) {
        told.put("name", error.name()).put("type", error.type()).put("message", error.message());
        told.put("fields", JsObject.of(error.fields()));
        told.put("cause", error.cause().map(cause -> cause.type() + "|" + cause.message()));
      }
      return told;
    }
  }

  private static JsObject failureOf(String channel) {
    return (JsObject) stage.run(InvokeTest.class, "failure", channel);
  }

  private static Object textOf(String channel) {
    return failureOf(channel).get("text");
  }

  @Test
  void i001_aHandlerAnswersAtOnce() {
    AtomicReference<IpcArguments> got = new AtomicReference<>();
    stage
        .ipcMain()
        .handleOnce(
            "test",
            (event, args) -> {
              got.set(args);
              return 3;
            });

    assertThat(stage.run(InvokeTest.class, "invoke", "test", 123)).isEqualTo(3);
    assertThat(got.get().toList()).containsExactly(123);
  }

  @Test
  void i002_aHandlerAnswersLater() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    stage
        .ipcMain()
        .handleOnce(
            "test",
            (event, args) -> {
              CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)
                  .execute(() -> later.complete(3));
              return later;
            });

    assertThat(stage.run(InvokeTest.class, "invoke", "test", 123)).isEqualTo(3);
  }

  @Test
  void i003_i009_aHandlerThrows() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              throw new IllegalArgumentException("some error");
            });
    try (LogCapture log = new LogCapture()) {
      assertThat(textOf("test"))
          .isEqualTo("Error invoking remote method 'test': Error: some error");
    }
  }

  @Test
  void i009_aFutureOfAHandlerFails() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) ->
                CompletableFuture.supplyAsync(
                    () -> {
                      throw new HandlerException("TypeError", "x", Map.of(), null);
                    }));
    try (LogCapture log = new LogCapture()) {
      assertThat(textOf("test")).isEqualTo("Error invoking remote method 'test': TypeError: x");
    }
  }

  @Test
  void i009_anErrorWithoutAMessage() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              throw new IOException();
            });
    try (LogCapture log = new LogCapture()) {
      assertThat(textOf("test")).isEqualTo("Error invoking remote method 'test': Error");
    }
  }

  @Test
  void anErrorKeepsItsClassFieldsAndCause() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              throw new HandlerException(
                  "TypeError",
                  "no such thing",
                  Map.of("code", 42, "names", List.of("a", "b")),
                  new FileNotFoundException("thing.txt"));
            });
    try (LogCapture log = new LogCapture()) {
      JsObject told = failureOf("test");
      assertThat(told.get("name")).isEqualTo("TypeError");
      assertThat(told.get("type")).isEqualTo(HandlerException.class.getName());
      assertThat(told.get("message")).isEqualTo("no such thing");
      assertThat(told.get("cause")).isEqualTo("java.io.FileNotFoundException|thing.txt");
      assertThat(((JsObject) told.get("fields")).get("code")).isEqualTo(42);
      assertThat(told.get("text"))
          .isEqualTo("Error invoking remote method 'test': TypeError: no such thing");
    }
  }

  @Test
  void fieldsThatCannotBeClonedAreLeftOut() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              throw new HandlerException("no", Map.of("thread", Thread.currentThread()));
            });
    try (LogCapture log = new LogCapture()) {
      JsObject told = failureOf("test");
      assertThat(told.get("text")).isEqualTo("Error invoking remote method 'test': Error: no");
      assertThat(((JsObject) told.get("fields")).size()).isZero();
    }
  }

  @Test
  void i005_i010_thereIsNoHandler() {
    assertThat(textOf("test"))
        .isEqualTo("Error invoking remote method 'test': Error: No handler registered for 'test'");
  }

  @Test
  void i006_theHandlerWasRemoved() {
    stage.ipcMain().handle("test", (event, args) -> 1);
    stage.ipcMain().removeHandler("test");

    assertThat(textOf("test")).asString().contains("No handler registered for 'test'");
  }

  @Test
  void i007_i011_aSecondHandler() {
    stage.ipcMain().handle("test", (event, args) -> 1);

    assertThatThrownBy(() -> stage.ipcMain().handle("test", (event, args) -> 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Attempted to register a second handler for 'test'");
    assertThatThrownBy(() -> stage.ipcMain().handleOnce("test", (event, args) -> 2))
        .hasMessage("Attempted to register a second handler for 'test'");
    assertThat(stage.run(InvokeTest.class, "invoke", "test")).isEqualTo(1);
  }

  @Test
  void i008_aReplyThatWillNotCome(@TempDir Path folder) {
    try (PuppetStage other = new PuppetStage()) {
      CompletableFuture<Object> called = new CompletableFuture<>();
      other
          .ipcMain()
          .handle(
              "test",
              (event, args) -> {
                called.complete(null);
                return new CompletableFuture<>();
              });
      Renderer renderer = other.puppet();
      Path file = folder.resolve("text");
      other.run(renderer, InvokeTest.class, "invokeForFile", "test", file.toString());
      PuppetStage.await(called);
      renderer.close();
      PuppetStage.await(renderer.exited());

      assertThat(file)
          .content()
          .isEqualTo("Error invoking remote method 'test': Error: reply was never sent");
    }
  }

  /** In the renderer: writes the failure down when the main process has left it. */
  static Object invokeForFile(IpcRenderer ipc, IpcArguments args) {
    CompletableFuture<Object> call = ipc.invoke(args.get(0, String.class));
    Path file = Path.of(args.get(1, String.class));
    RendererProcess.current()
        .on(
            RendererProcess.DISCONNECT,
            reason -> {
              try {
                Files.writeString(file, call.handle((value, e) -> e.getMessage()).join());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return null;
  }

  @Test
  void i013_theMainProcessLogsWhatAHandlerThrows() {
    IllegalStateException thrown = new IllegalStateException("inside");
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              throw thrown;
            });
    try (LogCapture log = new LogCapture()) {
      failureOf("test");

      assertThat(log.thrownWith("Error occurred in handler for 'test':")).isSameAs(thrown);
    }
  }

  @Test
  void i014_anAnswerThatCannotBeCloned() {
    stage.ipcMain().handle("test", (event, args) -> new Object());
    try (LogCapture log = new LogCapture()) {
      assertThat(textOf("test"))
          .isEqualTo("Error invoking remote method 'test': Error: An object could not be cloned.");
    }
  }

  @Test
  void i015_aHandlerForOnceIsGoneBeforeItRuns() {
    CompletableFuture<Object> pending = new CompletableFuture<>();
    CompletableFuture<Object> running = new CompletableFuture<>();
    stage
        .ipcMain()
        .handleOnce(
            "test",
            (event, args) -> {
              running.complete(null);
              return pending;
            });
    CompletableFuture<Object> first =
        stage.begin(stage.puppet(), InvokeTest.class, "invoke", "test");
    PuppetStage.await(running);

    assertThat(textOf("test")).asString().contains("No handler registered");
    pending.complete("first");
    assertThat(PuppetStage.await(first)).isEqualTo("first");
  }

  @Test
  void i017_listenersAndHandlersAreApart() {
    AtomicInteger handled = new AtomicInteger();
    stage.ipcMain().handle("test", (event, args) -> handled.incrementAndGet());
    stage.ipcMain().on("test", (event, args) -> {});
    stage.ipcMain().removeAllListeners("test");
    stage.run(InvokeTest.class, "send", "test");

    assertThat(stage.run(InvokeTest.class, "invoke", "test")).isEqualTo(1);
    assertThat(handled).hasValue(1);
  }

  static Object send(IpcRenderer ipc, IpcArguments args) {
    ipc.send(args.get(0, String.class));
    return null;
  }

  @Test
  void i018_aHandlerThatGivesNothing() {
    stage.ipcMain().handle("test", (event, args) -> Undefined.VALUE);
    stage.ipcMain().handle("other", (event, args) -> null);

    assertThat(stage.run(InvokeTest.class, "isUndefined", "test")).isEqualTo(true);
    assertThat(stage.run(InvokeTest.class, "isUndefined", "other")).isEqualTo(false);
  }

  static Object isUndefined(IpcRenderer ipc, IpcArguments args) {
    return ipc.invoke(args.get(0, String.class)).join() == Undefined.VALUE;
  }

  @Test
  void theMainProcessCallsTheRenderer() {
    assertThat(stage.run(InvokeTest.class, "answerTwice")).isEqualTo(true);

    assertThat(PuppetStage.await(stage.puppet().invoke("double", 21))).isEqualTo(42);
    assertThatThrownBy(() -> PuppetStage.await(stage.puppet().invoke("missing")))
        .isInstanceOf(IpcException.class)
        .hasMessage(
            "Error invoking remote method 'missing': Error: No handler registered for 'missing'");
    assertThatThrownBy(() -> stage.puppet().invoke("double", new Object()))
        .isInstanceOf(DataCloneException.class);
  }

  static Object answerTwice(IpcRenderer ipc, IpcArguments args) {
    ipc.handle("double", (call, given) -> 2 * given.get(0, Integer.class));
    try {
      ipc.handle("double", (call, given) -> null);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void callsInBothDirectionsFromWithinEachOtherDoNotBlock() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) ->
                args.get(0, Integer.class) == 0
                    ? "end"
                    : event
                        .sender()
                        .invoke(
                            Puppet.CHANNEL,
                            InvokeTest.class.getName(),
                            "invoke",
                            "test",
                            args.get(0, Integer.class) - 1));

    assertThat(stage.run(InvokeTest.class, "invoke", "test", 50)).isEqualTo("end");
  }
}
