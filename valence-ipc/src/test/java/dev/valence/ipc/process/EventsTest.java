package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.main.IpcMainInvokeEvent;
import dev.valence.ipc.main.WebFrameMain;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The renderer's own {@code ipc}, the order of dispatch, events and frames; posting to it. */
class EventsTest {
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

  static Object send(IpcRenderer ipc, IpcArguments args) {
    ipc.send("test", args.get(0));
    return null;
  }

  static Object sendSync(IpcRenderer ipc, IpcArguments args) {
    return ipc.sendSync("test", args.get(0));
  }

  static Object invoke(IpcRenderer ipc, IpcArguments args) {
    return ipc.invoke("test", args.get(0)).join();
  }

  static Object post(IpcRenderer ipc, IpcArguments args) {
    ipc.postMessage("test", args.get(0));
    return null;
  }

  @Test
  void i105_theRenderersOwnIpcHears() {
    CompletableFuture<Object> got = new CompletableFuture<>();
    stage.puppet().ipc().on("test", (event, args) -> got.complete(args.get(0)));
    stage.run(EventsTest.class, "send", 42);

    assertThat(PuppetStage.await(got)).isEqualTo(42);
  }

  @Test
  void i106_theRenderersOwnIpcAnswersSendSync() {
    stage
        .puppet()
        .ipc()
        .on("test", (event, args) -> event.returnValue(2 * args.get(0, Integer.class)));

    assertThat(stage.run(EventsTest.class, "sendSync", 42)).isEqualTo(84);
  }

  @Test
  void i109_i123_theOrderOfDispatch() {
    List<String> heard = new ArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    stage.ipcMain().on("test", (event, args) -> heard.add("ipcMain"));
    stage.ipcMain().on("test", (event, args) -> last.complete(null));
    stage.puppet().ipc().on("test", (event, args) -> heard.add("renderer.ipc"));
    stage
        .puppet()
        .on(Renderer.IPC_MESSAGE, (event, channel, args) -> heard.add("ipc-message " + channel));
    stage.run(EventsTest.class, "send", 1);
    PuppetStage.await(last);

    assertThat(heard).containsExactly("ipc-message test", "renderer.ipc", "ipcMain");
  }

  @Test
  void i123_sendSyncHasAnEventOfItsOwnAndPostedMessagesHaveNone() {
    List<String> heard = new ArrayList<>();
    Renderer renderer = stage.puppet();
    renderer.on(Renderer.IPC_MESSAGE, (event, channel, args) -> heard.add("ipc-message"));
    renderer.on(
        Renderer.IPC_MESSAGE_SYNC,
        (event, channel, args) -> heard.add("ipc-message-sync " + args.toList()));
    stage
        .ipcMain()
        .on(
            "test",
            (event, args) -> {
              heard.add("listener " + args.get(0));
              event.returnValue(null);
            });
    stage.run(EventsTest.class, "post", "posted");
    stage.run(EventsTest.class, "sendSync", "sync");

    assertThat(heard)
        .containsExactly("listener posted", "ipc-message-sync [sync]", "listener sync");
  }

  @Test
  void anIpcMessageSyncListenerMayAnswer() {
    stage
        .puppet()
        .on(
            Renderer.IPC_MESSAGE_SYNC,
            (event, channel, args) -> event.returnValue("from the event"));
    try (LogCapture log = new LogCapture()) {
      assertThat(stage.run(EventsTest.class, "sendSync", 1)).isEqualTo("from the event");
    }
  }

  @Test
  void i110_onlyTheRenderersOwnHandlerRuns() {
    stage.puppet().ipc().handle("test", (event, args) -> "own");
    stage.ipcMain().handle("test", (event, args) -> "main");

    assertThat(stage.run(EventsTest.class, "invoke", 1)).isEqualTo("own");
  }

  @Test
  void i111_theMainHandlerRunsWhereThereIsNoOther() {
    stage.ipcMain().handle("test", (event, args) -> "main");

    assertThat(stage.run(EventsTest.class, "invoke", 1)).isEqualTo("main");
  }

  @Test
  void i125_i129_whatAMessageTellsOfItsSender() {
    CompletableFuture<IpcMainEvent> got = new CompletableFuture<>();
    stage.ipcMain().on("test", (event, args) -> got.complete(event));
    stage.run(EventsTest.class, "send", 1);

    IpcMainEvent event = PuppetStage.await(got);
    WebFrameMain frame = event.senderFrame();
    assertThat(event.type()).isEqualTo("frame");
    assertThat(event.processId()).isEqualTo(stage.puppet().pid()).isPositive();
    assertThat(event.frameId()).isEqualTo(frame.routingId()).isEqualTo(1);
    assertThat(event.sender()).isSameAs(stage.puppet());
    assertThat(event.ports()).isEmpty();
    assertThat(frame.url()).isEqualTo("java:" + Puppet.class.getName());
    assertThat(frame.origin()).isEqualTo("null");
    assertThat(frame.parent()).isNull();
    assertThat(frame.detached()).isFalse();
    assertThat(frame.frameToken()).isEqualTo(stage.puppet().mainFrame().frameToken());
  }

  @Test
  void i125_theFrameIsNoneOnceItIsGone() {
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    CompletableFuture<IpcMainEvent> got = new CompletableFuture<>();
    stage.ipcMain().on("test", (event, args) -> got.complete(event));
    stage.run(renderer, EventsTest.class, "send", 1);
    IpcMainEvent event = PuppetStage.await(got);
    long pid = renderer.pid();
    renderer.close();
    PuppetStage.await(renderer.exited());

    assertThat(event.senderFrame()).isNull();
    assertThat(event.processId()).isEqualTo(pid);
  }

  @Test
  void i126_whatACallTellsOfItsSender() {
    CompletableFuture<IpcMainInvokeEvent> got = new CompletableFuture<>();
    stage.ipcMain().handle("test", (event, args) -> got.complete(event));
    stage.run(EventsTest.class, "invoke", 1);

    IpcMainInvokeEvent event = PuppetStage.await(got);
    assertThat(event.type()).isEqualTo("frame");
    assertThat(event.processId()).isEqualTo(stage.puppet().pid());
    assertThat(event.frameId()).isEqualTo(1);
    assertThat(event.sender()).isSameAs(stage.puppet());
    assertThat(event.senderFrame()).isSameAs(stage.puppet().mainFrame());
    assertThat(Arrays.stream(IpcMainInvokeEvent.class.getMethods()).map(m -> m.getName()))
        .doesNotContain("reply", "returnValue", "ports");
  }

  @Test
  void i085_aPostedMessageArrives() {
    CompletableFuture<IpcArguments> ready = new CompletableFuture<>();
    stage.ipcMain().once("ready", (event, args) -> ready.complete(args));
    CompletableFuture<Object> got = stage.begin(stage.puppet(), EventsTest.class, "awaitPosted");
    PuppetStage.await(ready);
    stage
        .puppet()
        .mainFrame()
        .postMessage("posted", new JsObject().put("some", "message"), List.of());

    assertThat(PuppetStage.await(got)).isEqualTo("message, 1 argument, 0 ports");
  }

  static Object awaitPosted(IpcRenderer ipc, IpcArguments args) {
    CompletableFuture<String> got = new CompletableFuture<>();
    ipc.once(
        "posted",
        (event, given) ->
            got.complete(
                ((JsObject) given.get(0)).get("some")
                    + ", "
                    + given.size()
                    + " argument, "
                    + event.ports().size()
                    + " ports"));
    ipc.send("ready");
    return PuppetStage.await(got);
  }

  @Test
  void i089_postingWithoutAChannel() {
    assertThatThrownBy(() -> stage.puppet().mainFrame().postMessage(null, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void i093_postingWhatCannotBeCloned() {
    assertThatThrownBy(
            () -> stage.puppet().mainFrame().postMessage("test", stage.puppet(), List.of()))
        .isInstanceOf(DataCloneException.class)
        .hasMessage("An object could not be cloned.");
  }

  @Test
  void i094_i095_aTransferThatIsNull() {
    assertThatThrownBy(() -> stage.puppet().postMessage("test", 1, null))
        .hasMessage("Invalid value for transfer");
    assertThatThrownBy(() -> stage.puppet().mainFrame().postMessage("test", 1, null))
        .hasMessage("Invalid value for transfer");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void i097_i098_i099_aTransferOfOtherThingsThanPorts() {
    for (List transfer : List.<List>of(List.of(123), Arrays.asList((Object) null))) {
      assertThatThrownBy(() -> stage.puppet().postMessage("test", 1, transfer))
          .hasMessage("Invalid value for transfer");
      assertThatThrownBy(() -> stage.puppet().mainFrame().postMessage("test", 1, transfer))
          .hasMessage("Invalid value for transfer");
    }
  }

  @Test
  void i100_i101_aPortTwice() {
    MessagePortMain port = stage.hub().messageChannel().port1();
    assertThatThrownBy(() -> stage.puppet().postMessage("test", 1, List.of(port, port)))
        .hasMessageContaining("duplicate");
    assertThatThrownBy(() -> stage.puppet().mainFrame().postMessage("test", 1, List.of(port, port)))
        .hasMessageContaining("duplicate");
  }

  @Test
  void i102_i103_aPortThatWasTransferred() {
    MessagePortMain port = stage.hub().messageChannel().port1();
    stage.puppet().postMessage("test", 1, List.of(port));

    assertThatThrownBy(() -> stage.puppet().postMessage("test", 1, List.of(port)))
        .hasMessageContaining("already neutered");
    assertThatThrownBy(() -> stage.puppet().mainFrame().postMessage("test", 1, List.of(port)))
        .hasMessageContaining("already neutered");
  }

  static Object postPort(IpcRenderer ipc, IpcArguments args) throws Exception {
    MessageChannelMain channel = RendererProcess.current().messageChannel();
    CompletableFuture<Object> got = new CompletableFuture<>();
    channel
        .port1()
        .on(
            MessagePortMain.MESSAGE,
            event -> {
              channel.port1().postMessage(2 * event.dataAs(Integer.class));
              got.complete(event.data());
            });
    channel.port1().start();
    ipc.postMessage("test", "hi", List.of(channel.port2()));
    return got.get(60, TimeUnit.SECONDS);
  }

  @Test
  void i055_i058_i107_aPortComesWithAPostedMessage() {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CompletableFuture<String> told = new CompletableFuture<>();
    stage
        .puppet()
        .ipc()
        .on(
            "test",
            (event, args) -> {
              WebFrameMain frame = event.senderFrame();
              told.complete(
                  args.toList()
                      + " "
                      + event.ports().size()
                      + " "
                      + (frame.parent() == null)
                      + " "
                      + frame.frameToken().equals(event.sender().mainFrame().frameToken()));
              MessagePortMain port = event.ports().get(0);
              port.on(MessagePortMain.MESSAGE, message -> answer.complete(message.data()));
              port.start();
              port.postMessage(42);
            });

    assertThat(stage.run(EventsTest.class, "postPort")).isEqualTo(42);
    assertThat(PuppetStage.await(answer)).isEqualTo(84);
    assertThat(PuppetStage.await(told)).isEqualTo("[hi] 1 true true");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Object postWithABuffer(IpcRenderer ipc, IpcArguments args) {
    try {
      ipc.postMessage("test", "hi", (List) List.of(new JsArrayBuffer(new byte[10])));
      return "not refused";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Test
  void i057_aBufferIsNothingToTransfer() {
    assertThat(stage.run(EventsTest.class, "postWithABuffer"))
        .isEqualTo("Invalid value for transfer");
  }

  @Test
  void i063_aPortThatNobodyTookIsClosed() {
    assertThat(stage.run(EventsTest.class, "awaitClose")).isEqualTo("closed");
  }

  static Object awaitClose(IpcRenderer ipc, IpcArguments args) throws Exception {
    MessageChannelMain channel = RendererProcess.current().messageChannel();
    CompletableFuture<Object> closed = new CompletableFuture<>();
    channel.port1().on(MessagePortMain.CLOSE, () -> closed.complete("closed"));
    channel.port1().start();
    ipc.postMessage("nobody", "hi", List.of(channel.port2()));
    return closed.get(60, TimeUnit.SECONDS);
  }

  @Test
  void portsOfARendererThatEndsAreClosed() {
    Renderer renderer = stage.spawn(RendererOptions.DEFAULT);
    MessageChannelMain channel = stage.hub().messageChannel();
    CompletableFuture<Object> closed = new CompletableFuture<>();
    channel.port1().on(MessagePortMain.CLOSE, () -> closed.complete("closed"));
    channel.port1().start();
    renderer.postMessage("test", "yours", List.of(channel.port2()));
    renderer.kill();

    assertThat(PuppetStage.await(closed)).isEqualTo("closed");
    PuppetStage.await(renderer.exited());
  }
}
