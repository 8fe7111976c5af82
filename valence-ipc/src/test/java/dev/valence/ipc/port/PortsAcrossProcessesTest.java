package dev.valence.ipc.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.event.EventEmitter;
import dev.valence.ipc.IpcHub;
import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererOptions;
import dev.valence.ipc.value.JsObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ports between this process and a renderer that is another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortsAcrossProcessesTest {
  private static final long PATIENCE_SECONDS = 300;
  private static final RendererOptions PATIENT =
      RendererOptions.builder().startTimeout(Duration.ofMinutes(5)).build();

  private final IpcHub hub = IpcHub.builder().build();
  private Renderer renderer;

  @BeforeAll
  void start() throws Exception {
    renderer = spawn();
  }

  @AfterAll
  void end() {
    hub.close();
  }

  @BeforeEach
  void forgetListeners() {
    hub.ipcMain().removeAllListeners();
  }

  @Test
  void i055_aPortOfTheRendererComesWithItsMessage() throws Exception {
    BlockingQueue<IpcMainEvent> events = new LinkedBlockingQueue<>();
    BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    hub.ipcMain()
        .on(
            "port",
            (event, args) -> {
              messages.add(args.get(0));
              events.add(event);
            });

    renderer.send("offer", "hi");

    assertThat(next(messages)).isEqualTo("hi");
    IpcMainEvent event = next(events);
    assertThat(event.ports()).hasSize(1).first().isInstanceOf(EventEmitter.class);
    assertThat(event.sender()).isSameAs(renderer);
    assertThat(event.senderFrame()).isEqualTo(renderer.mainFrame());
    event.ports().get(0).close();
  }

  @Test
  void i057_somethingElseThanAPortCannotBeTransferred() throws Exception {
    BlockingQueue<Object> thrown = channel("thrown");
    renderer.send("transfer a buffer");
    assertThat(next(thrown)).isEqualTo("Invalid value for transfer");
  }

  @Test
  void i058_bothSidesTalkOverThePort() throws Exception {
    MessagePortMain port = ask("offer", "hi");
    BlockingQueue<Object> heard = heard(port);
    port.postMessage(42);
    assertThat(next(heard)).isEqualTo(84);
    port.close();
  }

  @Test
  void i059_aPortInAMessageOfAPort() throws Exception {
    BlockingQueue<MessageEvent> outer = events(ask("offer a matryoshka"));
    MessagePortMain inner = next(outer).ports().get(0);
    assertThat(next(heard(inner))).isEqualTo("matryoshka");
    inner.close();
  }

  @Test
  void i061_theRendererHearsThatTheMainProcessClosed() throws Exception {
    BlockingQueue<Object> closed = channel("closed");
    ask("offer", "will be closed").close();
    awaitEqual(closed, "will be closed");
  }

  @Test
  void i063_aPortPostedToAChannelWithoutListenersIsClosed() throws Exception {
    BlockingQueue<Object> closed = channel("closed");
    renderer.send("offer to nobody");
    awaitEqual(closed, "offered to nobody");
  }

  @Test
  void i070_whatWasPostedBeforeThePortWasSentArrives() throws Exception {
    BlockingQueue<Object> heard = channel("heard");
    MessageChannelMain channel = hub.messageChannel();
    channel.port1().postMessage("hello");
    renderer.postMessage("report", null, List.of(channel.port2()));
    assertThat(next(heard)).isEqualTo("hello");
    channel.port1().close();
  }

  @Test
  void i071_aSecondChannelOverTheFirst() throws Exception {
    BlockingQueue<Object> heard = channel("heard");
    MessageChannelMain first = hub.messageChannel();
    MessageChannelMain second = hub.messageChannel();
    first.port2().postMessage("wrapped", List.of(second.port1()));
    renderer.postMessage("report", null, List.of(first.port1()));
    second.port2().postMessage("hello");
    assertThat(next(heard)).isEqualTo("wrapped");
    assertThat(next(heard)).isEqualTo("hello");
    first.port2().close();
    second.port2().close();
  }

  @Test
  void i085_aMessageWithoutPorts() throws Exception {
    BlockingQueue<Object> heard = channel("heard");
    MessageChannelMain channel = hub.messageChannel();
    renderer.postMessage("report", null, List.of(channel.port2()));
    channel.port1().postMessage(Map.of("some", "message"));
    assertThat(((JsObject) next(heard)).properties()).isEqualTo(Map.of("some", "message"));
    channel.port1().close();
  }

  @Test
  void i093_whatCannotBeClonedIsNotPostedAndThePortsStay() throws Exception {
    MessageChannelMain channel = hub.messageChannel();
    assertThatThrownBy(
            () -> renderer.mainFrame().postMessage("keep", new Object(), List.of(channel.port1())))
        .isInstanceOf(DataCloneException.class)
        .hasMessageContaining("An object could not be cloned");
    assertStillWorks(channel);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void i094_i095_i097_i098_i099_aWrongTransferIsRefusedAndThePortsStay() throws Exception {
    MessageChannelMain channel = hub.messageChannel();
    for (List<?> transfer :
        Arrays.asList(null, List.of(channel.port1(), 123), Collections.singletonList(null))) {
      assertThatThrownBy(() -> renderer.postMessage("keep", "", (List) transfer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid value for transfer");
      assertThatThrownBy(() -> renderer.mainFrame().postMessage("keep", "", (List) transfer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid value for transfer");
    }
    assertStillWorks(channel);
  }

  @Test
  void i100_i101_i102_i103_aPortTwiceAndAPortThatHasGone() throws Exception {
    MessageChannelMain channel = hub.messageChannel();
    MessagePortMain port = channel.port1();
    assertThatThrownBy(() -> renderer.postMessage("keep", null, List.of(port, port)))
        .hasMessageContaining("duplicate");
    assertThatThrownBy(() -> renderer.mainFrame().postMessage("keep", null, List.of(port, port)))
        .hasMessageContaining("duplicate");
    renderer.postMessage("keep", null, List.of(port));
    assertThatThrownBy(() -> renderer.postMessage("keep", null, List.of(port)))
        .hasMessageContaining("already neutered");
    assertThatThrownBy(() -> renderer.mainFrame().postMessage("keep", null, List.of(port)))
        .hasMessageContaining("already neutered");
    channel.port2().close();
  }

  @Test
  void aPortGoesToAndFroAsOftenAsOneLikesAndLosesNothing() throws Exception {
    BlockingQueue<IpcMainEvent> back = new LinkedBlockingQueue<>();
    hub.ipcMain().on("back", (event, args) -> back.add(event));
    MessageChannelMain channel = hub.messageChannel();
    MessagePortMain port = channel.port2();
    for (int i = 0; i < 1_000; i++) {
      channel.port1().postMessage(i);
      if (i % 50 == 25) {
        renderer.postMessage("send back", null, List.of(port));
        port = next(back).ports().get(0);
      }
    }
    BlockingQueue<Object> heard = heard(port);
    List<Object> all = new ArrayList<>();
    while (all.size() < 1_000) {
      all.add(next(heard));
    }
    assertThat(all).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    port.close();
  }

  @Test
  void messagesOfPortsAndOfChannelsKeepTheirOrder() throws Exception {
    BlockingQueue<Object> heard = channel("by channel");
    MessageChannelMain channel = hub.messageChannel();
    channel.port1().on(MessagePortMain.MESSAGE, event -> heard.add(event.data()));
    channel.port1().on(MessagePortMain.CLOSE, () -> heard.add("close"));
    channel.port1().start();
    renderer.postMessage("tell both ways", null, List.of(channel.port2()));
    for (int i = 0; i < 200; i++) {
      assertThat(next(heard)).isEqualTo(i);
    }
    assertThat(next(heard)).isEqualTo("close");
  }

  @Test
  void withItsProcessAPortEndsAndOthersGoOn() throws Exception {
    Renderer other = spawn();
    MessageChannelMain dead = hub.messageChannel();
    MessageChannelMain alive = hub.messageChannel();
    BlockingQueue<Object> closed = new LinkedBlockingQueue<>();
    dead.port1().on(MessagePortMain.CLOSE, () -> closed.add("close"));
    other.postMessage("keep", null, List.of(dead.port2()));
    renderer.postMessage("double", null, List.of(alive.port2()));
    other.kill();
    assertThat(next(closed)).isEqualTo("close");
    assertThatCode(() -> dead.port1().postMessage("to nobody")).doesNotThrowAnyException();
    alive.port1().postMessage(4);
    assertThat(next(heard(alive.port1()))).isEqualTo(8);
    alive.port1().close();
    other.exited().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aMessageOfMegabytesArrives() throws Exception {
    BlockingQueue<Object> heard = channel("heard");
    MessageChannelMain channel = hub.messageChannel();
    renderer.postMessage("report", null, List.of(channel.port2()));
    String text = "0123456789".repeat(500_000);
    channel.port1().postMessage(text);
    channel.port1().postMessage("after it");
    assertThat(next(heard)).isEqualTo(text);
    assertThat(next(heard)).isEqualTo("after it");
    channel.port1().close();
  }

  private void assertStillWorks(MessageChannelMain channel) throws InterruptedException {
    channel.port2().postMessage("still here");
    assertThat(next(heard(channel.port1()))).isEqualTo("still here");
    channel.port1().close();
  }

  private Renderer spawn() throws Exception {
    BlockingQueue<Object> ready = new LinkedBlockingQueue<>();
    hub.ipcMain().once("ready", (event, args) -> ready.add(event.sender()));
    Renderer spawned = hub.renderers().spawn(PortGuest.class, PATIENT);
    assertThat(next(ready)).isSameAs(spawned);
    return spawned;
  }

  /** Lets the renderer do something, and gives the port that comes of it. */
  private MessagePortMain ask(String what, Object... args) throws InterruptedException {
    BlockingQueue<MessagePortMain> ports = new LinkedBlockingQueue<>();
    hub.ipcMain().once("port", (event, ignored) -> ports.addAll(event.ports()));
    renderer.send(what, args);
    return next(ports);
  }

  private BlockingQueue<Object> channel(String name) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    hub.ipcMain().on(name, (event, args) -> heard.add(args.get(0)));
    return heard;
  }

  private static BlockingQueue<MessageEvent> events(MessagePortMain port) {
    BlockingQueue<MessageEvent> events = new LinkedBlockingQueue<>();
    port.on(MessagePortMain.MESSAGE, events::add).start();
    return events;
  }

  private static BlockingQueue<Object> heard(MessagePortMain port) {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    port.on(MessagePortMain.MESSAGE, event -> heard.add(event.data())).start();
    return heard;
  }

  private static void awaitEqual(BlockingQueue<Object> queue, Object awaited)
      throws InterruptedException {
    // Words about ports of tests before may come first.
    while (!next(queue).equals(awaited)) {}
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("what was awaited").isNotNull();
    return next;
  }
}
