package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.main.IpcMainListener;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.IpcRendererListener;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages between two processes: listeners, order, replies, {@code sendSync}, values. */
class MessagesTest {
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

  /** The arguments of the next message on a channel. */
  private static CompletableFuture<IpcArguments> next(String channel) {
    CompletableFuture<IpcArguments> got = new CompletableFuture<>();
    stage.ipcMain().once(channel, (event, args) -> got.complete(args));
    return got;
  }

  static Object send(IpcRenderer ipc, IpcArguments args) {
    List<Object> rest = args.toList().subList(1, args.size());
    ipc.send(args.get(0, String.class), rest.toArray());
    return null;
  }

  static Object sendSync(IpcRenderer ipc, IpcArguments args) {
    List<Object> rest = args.toList().subList(1, args.size());
    return ipc.sendSync(args.get(0, String.class), rest.toArray());
  }

  @Test
  void i019_sendAndSendSyncKeepOneOrder() {
    List<Integer> got = new ArrayList<>();
    IpcMainListener collect =
        (event, args) -> {
          got.add(args.get(0, Integer.class));
          event.returnValue(null);
        };
    stage.ipcMain().on("test", collect);
    stage.ipcMain().handle("test", (event, args) -> got.add(args.get(0, Integer.class)));
    stage.run(MessagesTest.class, "sendMixed", 1_000);
    stage.settle();

    assertThat(got).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
  }

  static Object sendMixed(IpcRenderer ipc, IpcArguments args) {
    Random random = new Random(5);
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < args.get(0, Integer.class); i++) {
      switch (random.nextInt(3)) {
        case 0 -> ipc.send("test", i);
        case 1 -> ipc.sendSync("test", i);
        default -> last = ipc.invoke("test", i);
      }
    }
    return last.thenCompose(value -> ipc.invoke(Puppet.CHANNEL)).handle((v, e) -> null).join();
  }

  @Test
  void i021_theRendererIsGoneWhenTheValueIsSet() {
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    CompletableFuture<IpcMainEvent> event = new CompletableFuture<>();
    stage.ipcMain().on("test", (given, args) -> event.complete(given));
    stage.begin(renderer, MessagesTest.class, "sendSync", "test");
    IpcMainEvent waiting = PuppetStage.await(event);
    renderer.kill();
    PuppetStage.await(renderer.exited());

    waiting.returnValue("too late");
    waiting.reply("test", "too late");
    assertThat(waiting.senderFrame()).isNull();
  }

  @Test
  void i022_i034_theFirstOfTwoValuesCounts() {
    stage.ipcMain().on("test", (event, args) -> event.returnValue("first"));
    stage.ipcMain().on("test", (event, args) -> event.returnValue("second"));

    assertThat(stage.run(MessagesTest.class, "sendSync", "test")).isEqualTo("first");
  }

  @Test
  void i034_theValueMayComeLaterAndCannotBeRead() {
    CompletableFuture<IpcMainEvent> event = new CompletableFuture<>();
    stage.ipcMain().on("test", (given, args) -> event.complete(given));
    CompletableFuture<Object> answer =
        stage.begin(stage.puppet(), MessagesTest.class, "sendSync", "test");
    IpcMainEvent waiting = PuppetStage.await(event);
    stage.settle();

    assertThat(waiting.returnValue()).isSameAs(Undefined.VALUE);
    assertThat(answer).isNotDone();
    waiting.returnValue(17);
    assertThat(waiting.returnValue()).isSameAs(Undefined.VALUE);
    assertThat(PuppetStage.await(answer)).isEqualTo(17);
  }

  @Test
  void i023_aFreshMainProcessHasOnlyTheErrorChannel() {
    try (IpcHub hub = IpcHub.builder().build()) {
      assertThat(hub.ipcMain().eventNames()).containsExactly("error");
    }
  }

  @Test
  void i025_i026_removingListeners() {
    try (IpcHub hub = IpcHub.builder().build()) {
      hub.ipcMain().removeAllListeners();
      hub.ipcMain().on("channel1", (event, args) -> {}).on("channel2", (event, args) -> {});
      hub.ipcMain().removeAllListeners("channel1");
      assertThat(hub.ipcMain().eventNames()).containsExactly("channel2");

      hub.ipcMain().on("channel1", (event, args) -> {}).removeAllListeners();
      assertThat(hub.ipcMain().eventNames()).isEmpty();
    }
  }

  @Test
  void listenersComeAndGo() {
    List<String> heard = new ArrayList<>();
    IpcMainListener both = (event, args) -> heard.add("both");
    stage.ipcMain().on("test", both).once("test", (event, args) -> heard.add("once"));
    stage.ipcMain().addListener("test", both).off("test", both);
    stage.run(MessagesTest.class, "send", "test");
    stage.run(MessagesTest.class, "send", "test");
    stage.settle();
    assertThat(heard).containsExactly("both", "once", "both");

    stage.ipcMain().removeListener("test", both);
    assertThat(stage.ipcMain().listenerCount("test")).isZero();
    assertThatThrownBy(() -> stage.ipcMain().on(null, both))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListenerThatThrowsDoesNotStopTheOthers() {
    CompletableFuture<IpcArguments> got = new CompletableFuture<>();
    stage
        .ipcMain()
        .on(
            "test",
            (event, args) -> {
              throw new IllegalStateException("a listener of a test throws");
            });
    stage.ipcMain().on("test", (event, args) -> got.complete(args));
    stage.run(MessagesTest.class, "send", "test", 1);

    assertThat(PuppetStage.await(got).get(0)).isEqualTo(1);
  }

  @Test
  void i027_sendSyncGivesWhatTheListenerSets() {
    stage.ipcMain().on("test", (event, args) -> event.returnValue(args.get(0)));

    assertThat(stage.run(MessagesTest.class, "sendSync", "test", "value")).isEqualTo("value");
  }

  @Test
  void i037_sendSyncTakesAnyValueAndGivesACopy() {
    stage.ipcMain().on("test", (event, args) -> event.returnValue(args.get(0)));

    assertThat(stage.run(MessagesTest.class, "sendSync", "test", (Object) null)).isNull();
    assertThat(stage.run(MessagesTest.class, "sendSync", "test", 1.5)).isEqualTo(1.5);
    assertThat(stage.run(MessagesTest.class, "sendSync", "test", Undefined.VALUE))
        .isSameAs(Undefined.VALUE);
    assertThat(stage.run(MessagesTest.class, "syncCopies")).isEqualTo(true);
  }

  static Object syncCopies(IpcRenderer ipc, IpcArguments args) {
    JsObject sent = new JsObject().put("a", 1);
    JsObject got = (JsObject) ipc.sendSync("test", sent);
    return got != sent && got.get("a").equals(1);
  }

  @Test
  void sendSyncWithAValueThatCannotBeClonedLeavesTheRendererWaiting() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    stage
        .ipcMain()
        .on(
            "test",
            (event, args) -> {
              try {
                event.returnValue(new Object());
              } catch (DataCloneException e) {
                thrown.set(e);
              }
              event.returnValue("instead");
            });

    assertThat(stage.run(MessagesTest.class, "sendSync", "test")).isEqualTo("instead");
    assertThat(thrown.get()).hasMessage("An object could not be cloned.");
  }

  @Test
  void i029_i030_removingListenersInARenderer() {
    assertThat(stage.run(MessagesTest.class, "removeListeners")).isEqualTo("[channel2] []");
  }

  static Object removeListeners(IpcRenderer ipc, IpcArguments args) {
    IpcRendererListener listener = (event, given) -> {};
    ipc.on("channel1", listener).once("channel2", listener).addListener("channel3", listener);
    ipc.removeListener("channel3", listener);
    ipc.removeAllListeners("channel1");
    String first = ipc.eventNames().toString();
    ipc.on("channel1", listener).removeAllListeners();
    return first + " " + ipc.eventNames();
  }

  @Test
  void i035_sendSyncWithoutListeners() {
    try (LogCapture log = new LogCapture()) {
      assertThatThrownBy(() -> stage.run(MessagesTest.class, "sendSync", "nobody"))
          .isInstanceOf(IpcException.class)
          .hasMessageContaining("Error in sendSync('nobody'): Error: reply was never sent");

      assertThat(log.lines())
          .contains(
              "WebContents #"
                  + stage.puppet().id()
                  + " called ipcRenderer.sendSync() with 'nobody' channel without listeners.");
    }
  }

  @Test
  void i033_aReplyGoesToTheFrameThatSent() {
    stage.ipcMain().on("test", (event, args) -> event.reply("answer", args.get(0), "back"));
    stage.ipcMain().on("test", (event, args) -> event.sender().send("answer", "sender"));

    assertThat(stage.run(MessagesTest.class, "collect", "test", "there"))
        .isEqualTo("[there, back] [sender] ");
  }

  static Object collect(IpcRenderer ipc, IpcArguments args) throws Exception {
    StringBuffer got = new StringBuffer();
    CountDownLatch two = new CountDownLatch(2);
    ipc.on(
        "answer",
        (event, given) -> {
          got.append(given.toList()).append(' ');
          two.countDown();
        });
    ipc.send(args.get(0, String.class), args.get(1));
    PuppetStage.await(two);
    ipc.removeAllListeners("answer");
    return got.toString();
  }

  @Test
  void i039_sendToHostReachesTheProcessThatSpawned() {
    CompletableFuture<String> got = new CompletableFuture<>();
    AtomicInteger sent = new AtomicInteger();
    stage.ipcMain().on("test", (event, args) -> sent.incrementAndGet());
    stage
        .puppet()
        .on(Renderer.IPC_MESSAGE_HOST, (channel, args) -> got.complete(channel + args.toList()));
    stage.run(MessagesTest.class, "sendToHost", "test", 1, "two");

    assertThat(PuppetStage.await(got)).isEqualTo("test[1, two]");
    stage.settle();
    assertThat(sent).hasValue(0);
  }

  static Object sendToHost(IpcRenderer ipc, IpcArguments args) {
    ipc.sendToHost(args.get(0, String.class), args.get(1), args.get(2));
    return null;
  }

  @Test
  void i039_anotherRendererMayBeTheHost() {
    Renderer guest = stage.spawn(RendererOptions.builder().host(stage.puppet()).build());
    CompletableFuture<Object> got = stage.begin(stage.puppet(), MessagesTest.class, "awaitGuest");
    CompletableFuture<IpcArguments> ready = next("ready");
    PuppetStage.await(ready);
    stage.run(guest, MessagesTest.class, "sendToHost", "hello", 1, 2);

    assertThat(PuppetStage.await(got)).isEqualTo(guest.id() + " hello [1, 2]");
    guest.close();
    assertThat(PuppetStage.await(guest.exited()).reason())
        .isEqualTo(RendererExit.Reason.CLEAN_EXIT);
  }

  static Object awaitGuest(IpcRenderer ipc, IpcArguments args) {
    CompletableFuture<String> got = new CompletableFuture<>();
    ipc.onGuestMessage(
        (id, channel, given) -> got.complete(id + " " + channel + " " + given.toList()));
    ipc.send("ready");
    return PuppetStage.await(got);
  }

  @Test
  void sendToReachesAnotherRendererByWayOfTheMainProcess() {
    Renderer other = stage.spawn(RendererOptions.DEFAULT);
    CompletableFuture<IpcArguments> ready = next("ready");
    CompletableFuture<Object> got = stage.begin(other, MessagesTest.class, "awaitMessage", "x");
    PuppetStage.await(ready);
    stage.run(MessagesTest.class, "sendTo", other.id(), "x", "hi");

    assertThat(PuppetStage.await(got)).isEqualTo(stage.puppet().id() + " [hi]");
    // Nobody there: dropped, and the sender is none the worse.
    try (LogCapture log = new LogCapture()) {
      stage.run(MessagesTest.class, "sendTo", 9_999, "x", "hi");
      assertThat(log.lines())
          .contains(
              "renderer "
                  + stage.puppet().id()
                  + " sends 'x' to renderer 9999, which is not there");
    }
    other.close();
    PuppetStage.await(other.exited());
  }

  static Object sendTo(IpcRenderer ipc, IpcArguments args) {
    ipc.sendTo(args.get(0, Integer.class), args.get(1, String.class), args.get(2));
    return null;
  }

  static Object awaitMessage(IpcRenderer ipc, IpcArguments args) {
    CompletableFuture<String> got = new CompletableFuture<>();
    ipc.once(
        args.get(0, String.class),
        (event, given) -> got.complete(event.senderId() + " " + given.toList()));
    ipc.send("ready");
    return PuppetStage.await(got);
  }

  @Test
  void i041_sendingWhatCannotBeClonedIsLoggedAndPostingThrows() {
    try (LogCapture log = new LogCapture()) {
      stage.puppet().send("test", new Object());
      stage.puppet().mainFrame().send("test", Thread.currentThread());

      assertThat(log.thrownWith("Error sending from webFrameMain: "))
          .isInstanceOf(DataCloneException.class);
      assertThat(log.lines()).hasSize(2);
    }
    assertThatThrownBy(() -> stage.puppet().postMessage("test", new Object()))
        .isInstanceOf(DataCloneException.class)
        .hasMessage("An object could not be cloned.");
  }

  @Test
  void i042_anObjectArrives() {
    CompletableFuture<IpcArguments> got = next("test");
    Map<String, Object> value = Map.of("id", 5, "name", "x");
    stage.run(MessagesTest.class, "send", "test", value);

    JsObject object = (JsObject) PuppetStage.await(got).get(0);
    assertThat(object.properties()).isEqualTo(value);
  }

  @Test
  void i043_aDateArrives() {
    CompletableFuture<IpcArguments> got = next("test");
    Instant now = Instant.ofEpochMilli(1_700_000_000_123L);
    stage.run(MessagesTest.class, "send", "test", now);

    assertThat(((JsDate) PuppetStage.await(got).get(0)).time()).isEqualTo(1_700_000_000_123.0);
  }

  @Test
  void i047_i053_allArgumentsAreOneClone() {
    CompletableFuture<IpcArguments> got = next("test");
    stage.run(MessagesTest.class, "sendShared");

    IpcArguments args = PuppetStage.await(got);
    JsObject first = (JsObject) args.get(0);
    JsObject second = (JsObject) args.get(1);
    assertThat(first.get("child")).isSameAs(second.get("child"));
    assertThat(((JsObject) first.get("child")).get("hello")).isEqualTo("world");
    assertThat(args.get(2)).isSameAs(first.get("child"));
    assertThat(args.get(3)).isSameAs(Undefined.VALUE);
  }

  static Object sendShared(IpcRenderer ipc, IpcArguments args) {
    JsObject child = new JsObject().put("hello", "world");
    JsObject first = new JsObject().put("name", "first").put("child", child);
    JsObject second = new JsObject().put("name", "second").put("child", child);
    ipc.send("test", first, second, child);
    return null;
  }

  @Test
  void i049_i050_whatCannotBeClonedIsRefusedAndNothingIsSent() {
    AtomicInteger heard = new AtomicInteger();
    stage.ipcMain().on("test", (event, args) -> heard.incrementAndGet());
    stage.ipcMain().handle("test", (event, args) -> heard.incrementAndGet());

    assertThat(stage.run(MessagesTest.class, "refusals"))
        .isEqualTo("An object could not be cloned.".repeat(10));
    stage.settle();
    assertThat(heard).hasValue(0);
  }

  static Object refusals(IpcRenderer ipc, IpcArguments args) {
    StringBuilder texts = new StringBuilder();
    Runnable function = () -> {};
    for (Object value : Arrays.asList(function, new CompletableFuture<>())) {
      List<Runnable> calls =
          List.of(
              () -> ipc.send("test", value),
              () -> ipc.invoke("test", value),
              () -> ipc.sendSync("test", value),
              () -> ipc.postMessage("test", value),
              () -> ipc.sendToHost("test", List.of(value)));
      for (Runnable call : calls) {
        try {
          call.run();
          texts.append("not refused");
        } catch (DataCloneException e) {
          texts.append(e.getMessage());
        }
      }
    }
    return texts.toString();
  }

  record Point(int x, int y) {
    int sum() {
      return x + y;
    }
  }

  @Test
  void i051_onlyDataOfARecordArrives() {
    CompletableFuture<IpcArguments> got = next("test");
    stage.run(MessagesTest.class, "send", "test", new Point(1, 2));

    IpcArguments args = PuppetStage.await(got);
    assertThat(((JsObject) args.get(0)).properties()).isEqualTo(Map.of("x", 1, "y", 2));
    assertThat(args.get(0, Point.class)).isEqualTo(new Point(1, 2));
  }

  @Test
  void i054_whatChangesAfterTheCallHasNoEffect() {
    CompletableFuture<IpcArguments> got = next("test");
    stage.run(MessagesTest.class, "sendAndChange");

    JsObject object = (JsObject) PuppetStage.await(got).get(0);
    assertThat(object.get("a")).isEqualTo(1);
  }

  static Object sendAndChange(IpcRenderer ipc, IpcArguments args) {
    Map<String, Object> map = new HashMap<>(Map.of("a", 1));
    ipc.send("test", map);
    map.put("a", 2);
    return null;
  }

  @Test
  void aChannelWithoutANameOrWithHalfACharacterIsRefused() {
    assertThatThrownBy(() -> stage.puppet().send(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Missing required channel argument");
    assertThatThrownBy(() -> stage.puppet().send("a\ud800b"))
        .hasMessage("A channel's name has half a surrogate pair at index 1");
    CompletableFuture<IpcArguments> got = next("ä😀");
    stage.run(MessagesTest.class, "send", "ä😀", 1);
    assertThat(PuppetStage.await(got).get(0)).isEqualTo(1);
  }
}
