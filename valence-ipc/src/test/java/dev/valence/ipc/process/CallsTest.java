package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.IpcTimeoutException;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.value.JsObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cancellation, deadlines and progress of calls, in both directions. */
class CallsTest {
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
    stage.clear("test");
  }

  static Object cancel(IpcRenderer ipc, IpcArguments args) throws Exception {
    CompletableFuture<Object> running = new CompletableFuture<>();
    ipc.once("running", (event, given) -> running.complete(null));
    CompletableFuture<Object> call = ipc.invoke("test");
    running.get(60, TimeUnit.SECONDS);
    call.cancel(true);
    return call.isCancelled();
  }

  @Test
  void cancellingInTheRendererTellsTheHandler() {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    CompletableFuture<Object> never = new CompletableFuture<>();
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              boolean before = event.isCancelled();
              event.onCancel(() -> told.complete(!before && event.isCancelled()));
              event.sender().send("running");
              return never;
            });

    assertThat(stage.run(CallsTest.class, "cancel")).isEqualTo(true);
    assertThat(PuppetStage.await(told)).isTrue();
    // What comes of it now is dropped, and the line is none the worse.
    never.complete("late");
    assertThat(stage.run(CallsTest.class, "echoed", "still there")).isEqualTo("still there");
  }

  static Object echoed(IpcRenderer ipc, IpcArguments args) {
    return args.get(0);
  }

  static Object handleForCancel(IpcRenderer ipc, IpcArguments args) {
    ipc.handle(
        "endless",
        (call, given) -> {
          call.onCancel(() -> ipc.send("told", call.isCancelled()));
          ipc.send("running");
          return new CompletableFuture<>();
        });
    return null;
  }

  @Test
  void cancellingInTheMainProcessTellsTheHandler() {
    CompletableFuture<Object> running = new CompletableFuture<>();
    CompletableFuture<Object> told = new CompletableFuture<>();
    stage.ipcMain().on("running", (event, args) -> running.complete(null));
    stage.ipcMain().on("told", (event, args) -> told.complete(args.get(0)));
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    stage.run(renderer, CallsTest.class, "handleForCancel");
    CompletableFuture<Object> call = renderer.invoke("endless");
    PuppetStage.await(running);
    call.cancel(false);

    assertThat(PuppetStage.await(told)).isEqualTo(true);
    assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
    renderer.close();
    PuppetStage.await(renderer.exited());
  }

  @Test
  void aRendererThatNeverAnswersIsGivenUpAfterTheDeadline() {
    CompletableFuture<Object> told = new CompletableFuture<>();
    stage.ipcMain().on("told", (event, args) -> told.complete(args.get(0)));
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    stage.run(renderer, CallsTest.class, "handleForCancel");
    CompletableFuture<Object> call =
        renderer.invoke(InvokeOptions.within(Duration.ofMillis(200)), "endless");

    assertThatThrownBy(() -> PuppetStage.await(call))
        .isInstanceOf(IpcTimeoutException.class)
        .hasMessage(
            "Error invoking remote method 'endless': TimeoutError: no answer within 200 ms");
    assertThat(PuppetStage.await(told)).isEqualTo(true);
    renderer.kill();
    PuppetStage.await(renderer.exited());
  }

  static Object deadline(IpcRenderer ipc, IpcArguments args) {
    CompletableFuture<Object> call =
        ipc.invoke(InvokeOptions.within(Duration.ofMillis(args.get(0, Integer.class))), "test");
    try {
      return call.join();
    } catch (CompletionException e) {
      return e.getCause().getClass().getSimpleName() + " " + e.getCause().getMessage();
    }
  }

  @Test
  void aHandlerSeesTheDeadlineAndHearsThatItIsOver() {
    CompletableFuture<Duration> left = new CompletableFuture<>();
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              left.complete(event.timeLeft().orElseThrow());
              event.onCancel(() -> cancelled.complete(null));
              return new CompletableFuture<>();
            });

    assertThat(stage.run(CallsTest.class, "deadline", 300))
        .isEqualTo(
            "IpcTimeoutException Error invoking remote method 'test': TimeoutError: no answer"
                + " within 300 ms");
    assertThat(PuppetStage.await(left)).isLessThanOrEqualTo(Duration.ofMillis(300));
    PuppetStage.await(cancelled);
  }

  @Test
  void anAnswerBeforeTheDeadlineIsAnAnswer() {
    stage.ipcMain().handle("test", (event, args) -> event.timeLeft().isPresent());

    assertThat(stage.run(CallsTest.class, "deadline", 600_000)).isEqualTo(true);
    stage.ipcMain().removeHandler("test");
    stage.ipcMain().handle("test", (event, args) -> event.timeLeft().isPresent());
    assertThat(stage.run(CallsTest.class, "plain")).isEqualTo(false);
  }

  static Object plain(IpcRenderer ipc, IpcArguments args) {
    return ipc.invoke("test").join();
  }

  @Test
  void aDeadlineMustBePositive() {
    assertThatThrownBy(() -> InvokeOptions.within(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A deadline of PT0S; at least a millisecond");
  }

  static Object progress(IpcRenderer ipc, IpcArguments args) {
    List<Object> heard = new ArrayList<>();
    Object answer =
        ipc.invoke(InvokeOptions.builder().onProgress(heard::add).build(), "test").join();
    return heard + " " + answer;
  }

  @Test
  void progressIsHeardInOrderAndBeforeTheAnswer() {
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              for (int i = 0; i < 5; i++) {
                event.progress(i);
              }
              return "done";
            });

    assertThat(stage.run(CallsTest.class, "progress")).isEqualTo("[0, 1, 2, 3, 4] done");
  }

  static Object handleWithProgress(IpcRenderer ipc, IpcArguments args) {
    ipc.handle(
        "steps",
        (call, given) -> {
          call.progress(Map.of("step", 1));
          call.progress(Map.of("step", 2));
          return null;
        });
    return null;
  }

  @Test
  void progressOfARendererIsHeardInTheMainProcess() {
    List<Object> heard = new ArrayList<>();
    stage.run(CallsTest.class, "handleWithProgress");
    InvokeOptions options =
        InvokeOptions.builder()
            .onProgress(value -> heard.add(((JsObject) value).get("step")))
            .build();

    assertThat(PuppetStage.await(stage.puppet().invoke(options, "steps"))).isNull();
    assertThat(heard).containsExactly(1, 2);
  }

  @Test
  void callsOfARendererThatDiesAreCancelled() {
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    CompletableFuture<Object> running = new CompletableFuture<>();
    stage
        .ipcMain()
        .handle(
            "test",
            (event, args) -> {
              event.onCancel(() -> cancelled.complete(null));
              running.complete(null);
              return new CompletableFuture<>();
            });
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    stage.begin(renderer, CallsTest.class, "plain");
    PuppetStage.await(running);
    renderer.kill();

    PuppetStage.await(cancelled);
    PuppetStage.await(renderer.exited());
  }

  static Object sendSyncWithin(IpcRenderer ipc, IpcArguments args) {
    try {
      return ipc.sendSync("test");
    } catch (IpcTimeoutException e) {
      return e.getMessage();
    }
  }

  @Test
  void sendSyncWithoutLimitWaitsUntilItIsAnswered() throws Exception {
    Renderer renderer =
        stage.spawn(
            RendererOptions.builder()
                .limits(RendererLimits.builder().sendSyncTimeout(Duration.ZERO).build())
                .build());
    CountDownLatch heard = new CountDownLatch(1);
    CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
    stage
        .ipcMain()
        .on(
            "test",
            (event, args) -> {
              heard.countDown();
              PuppetStage.await(mayAnswer);
              event.returnValue("late");
            });
    CompletableFuture<Object> answer = stage.begin(renderer, CallsTest.class, "sendSyncWithin");
    PuppetStage.await(heard);
    assertThat(answer).isNotDone();
    mayAnswer.complete(null);
    assertThat(PuppetStage.await(answer)).isEqualTo("late");
    renderer.close();
    PuppetStage.await(renderer.exited());
  }

  @Test
  void sendSyncToABlockedMainProcessEndsAfterItsTime() throws Exception {
    Renderer renderer =
        stage.spawn(
            RendererOptions.builder()
                .limits(RendererLimits.builder().sendSyncTimeout(Duration.ofMillis(300)).build())
                .build());
    CountDownLatch blocked = new CountDownLatch(1);
    stage
        .hub()
        .eventThread()
        .execute(
            () -> {
              try {
                PuppetStage.await(blocked);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stage.ipcMain().on("test", (event, args) -> event.returnValue("late"));

    assertThat(stage.run(renderer, CallsTest.class, "sendSyncWithin"))
        .isEqualTo("sendSync('test') had no answer within 300 ms");
    blocked.countDown();
    // Its late answer is not taken for that of the next.
    stage.settle();
    assertThat(stage.run(renderer, CallsTest.class, "echoed", 1)).isEqualTo(1);
    renderer.close();
    PuppetStage.await(renderer.exited());
  }

  static Object openMany(IpcRenderer ipc, IpcArguments args) {
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(ipc.invoke("test"));
    }
    List<String> failures = new ArrayList<>();
    for (CompletableFuture<Object> call : calls.subList(10, 12)) {
      try {
        call.join();
      } catch (CompletionException e) {
        failures.add(e.getCause().getMessage());
      }
    }
    calls.forEach(call -> call.cancel(true));
    return failures.toString();
  }

  @Test
  void callsBeyondTheLimitOfOpenOnesFail() {
    stage.ipcMain().handle("test", (event, args) -> new CompletableFuture<>());
    Renderer renderer =
        stage.spawn(
            RendererOptions.builder()
                .limits(RendererLimits.builder().openCalls(10).build())
                .build());

    String text =
        "Error invoking remote method 'test': Error: 10 calls wait for their answers already";
    assertThat(stage.run(renderer, CallsTest.class, "openMany"))
        .isEqualTo("[" + text + ", " + text + "]");
    renderer.close();
    PuppetStage.await(renderer.exited());
  }

  @Test
  void aHandlerThatIsNone() {
    assertThatThrownBy(() -> stage.ipcMain().handle("test", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected handler to be a function, but found type 'object'");
  }

  @Test
  void aFailureThatIsPassedOnKeepsItsTextAndCause() {
    stage
        .ipcMain()
        .handle("test", (event, args) -> event.sender().invoke("missing in the renderer"));
    try (LogCapture log = new LogCapture()) {
      assertThatThrownBy(() -> stage.run(CallsTest.class, "plain"))
          .isInstanceOf(IpcException.class)
          .hasMessageContaining("No handler registered for 'missing in the renderer'");
    }
  }
}
