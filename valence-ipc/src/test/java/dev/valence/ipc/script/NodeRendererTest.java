package dev.valence.ipc.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererOptions;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript half: Node.js as a renderer of a real main process. */
@Tag("peers")
@Timeout(180)
class NodeRendererTest {
  private static final int SECONDS = 60;

  @TempDir Path folder;
  private final IpcHub hub = IpcHub.builder().build();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private Renderer node;

  @BeforeEach
  void start() throws Exception {
    hub.ipcMain().on("ready", (event, args) -> heard.add("ready"));
    node = spawn();
    assertThat(next()).isEqualTo("ready");
  }

  private Renderer spawn() throws URISyntaxException {
    Path script = Path.of(NodeRendererTest.class.getResource("node-renderer.js").toURI());
    return hub.renderers()
        .spawn(
            List.of("node", script.toString(), IpcScript.writeForNode(folder).toString()),
            RendererOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Object next() throws InterruptedException {
    Object value = heard.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(value).as("nothing came").isNotNull();
    return value;
  }

  private Object run(String task, Object... args) throws Exception {
    return get(node.invoke(task, args));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(SECONDS, TimeUnit.SECONDS);
  }

  private static List<Integer> ints(Object array) {
    return ((JsArray) array).toList().stream().map(each -> ((Number) each).intValue()).toList();
  }

  private void hear(String channel) {
    hub.ipcMain().on(channel, (event, args) -> heard.add(args.size() == 0 ? channel : args.get(0)));
  }

  @Test
  void whatWasSentBeforeItWasThereIsHeard() throws Exception {
    hear("early-heard");
    Renderer other = spawn();
    other.send("early", "waited");
    assertThat(List.of(next(), next())).containsExactly("ready", "waited");
    assertThat(other.mainFrame().url()).isEqualTo("program:node");
  }

  @Test
  void i019_sendSendSyncAndInvokeKeepOneOrder() throws Exception {
    List<Object> order = new ArrayList<>();
    hub.ipcMain().on("order", (event, args) -> order.add(args.get(0)));
    hub.ipcMain()
        .on(
            "order-sync",
            (event, args) -> {
              order.add(args.get(0));
              event.returnValue(args.get(0));
            });
    hub.ipcMain()
        .handle(
            "order-invoke",
            (event, args) -> {
              order.add(args.get(0));
              return args.get(0);
            });
    Object answers = run("order", 300);
    assertThat(order.stream().map(each -> ((Number) each).intValue()))
        .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
    assertThat(ints(answers))
        .containsExactlyElementsOf(
            IntStream.range(0, 300).filter(i -> i % 3 != 0).boxed().toList());
  }

  private static byte[] bytes(Object value) {
    return StructuredClone.ofDefaults().serialize(value);
  }

  @Test
  void i037_valuesGoBothWays() throws Exception {
    hub.ipcMain().handle("echo", (event, args) -> args.get(0));
    hub.ipcMain().on("echo-sync", (event, args) -> event.returnValue(args.get(0)));
    JsMap map = new JsMap();
    map.put(1, new JsObject().put("deep", "\ud800 alone"));
    Object[] values = {null, Undefined.VALUE, "text", 1.5, true, map, "x".repeat(300_000)};
    for (Object value : values) {
      assertThat(bytes(run("echo", value))).isEqualTo(bytes(value));
      assertThat(bytes(run("echoInvoke", value))).isEqualTo(bytes(value));
      assertThat(bytes(run("echoSync", value))).isEqualTo(bytes(value));
    }
  }

  @Test
  void i009_i010_failuresHaveElectronsTexts() throws Exception {
    hub.ipcMain()
        .handle(
            "broken",
            (event, args) -> {
              throw new IllegalStateException("some error", new RuntimeException("why"));
            });
    JsObject failure = (JsObject) run("failureOf", "broken");
    assertThat(failure.get("text"))
        .isEqualTo("Error: Error invoking remote method 'broken': Error: some error");
    assertThat(failure.get("plain")).isEqualTo(true);
    assertThat(((JsArray) failure.get("keys")).length()).isZero();
    JsObject remote = (JsObject) failure.get("remote");
    assertThat(remote.get("type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(((JsObject) remote.get("cause")).get("message")).isEqualTo("why");

    assertThat(((JsObject) run("failureOf", "nobody")).get("text"))
        .isEqualTo(
            "Error: Error invoking remote method 'nobody': Error: No handler registered for"
                + " 'nobody'");
  }

  @Test
  void i049_i057_whatCannotBeSentThrowsAndSendsNothing() throws Exception {
    hear("x");
    assertThat((String) run("thrownBy", "ipc.send('x', () => 1)")).startsWith("DataCloneError");
    assertThat((String) run("thrownBy", "ipc.sendSync('x', Symbol('s'))"))
        .startsWith("DataCloneError");
    assertThat(run("thrownBy", "ipc.postMessage('x', 1, [new ArrayBuffer(8)])"))
        .isEqualTo("TypeError: Invalid value for transfer");
    assertThat(run("thrownBy", "ipc.postMessage('x', 1, 5)"))
        .isEqualTo("TypeError: Invalid value for transfer");
    assertThat((String) run("thrownBy", "ipc.send(7)")).startsWith("TypeError");
    assertThat((String) run("thrownBy", "ipc.send('x', new Uint8Array(65 << 20))"))
        .startsWith("RangeError: A message of");
    assertThat(heard).isEmpty();
  }

  @Test
  void i067_i075_i077_i082_textsOfAPortsOwnPost() throws Exception {
    String channel = "const {port1, port2} = ipc.createChannel(); const o = ipc.createChannel();";
    assertThat(run("thrownBy", channel + "port1.postMessage(1, ['x'])"))
        .isEqualTo("TypeError: Port at index 0 is not a valid port");
    assertThat(run("thrownBy", channel + "port1.postMessage(1, [o.port1, o.port1])"))
        .isEqualTo("TypeError: Port at index 1 is a duplicate.");
    assertThat(run("thrownBy", channel + "port1.postMessage(1, [o.port1, port1])"))
        .isEqualTo("TypeError: Port at index 1 contains the source port.");
    assertThat(
            run(
                "thrownBy",
                channel + "port1.postMessage(1, [o.port1]); ipc.postMessage('x', 1, [o.port1])"))
        .isEqualTo("TypeError: Port at index 0 is already neutered.");
  }

  @Test
  void callsOfTheMainProcess() throws Exception {
    assertThat(run("echo", "there and back")).isEqualTo("there and back");
    assertThatThrownBy(() -> run("fails"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            IpcException.class,
            e -> {
              assertThat(e).hasMessage("Error invoking remote method 'fails': TypeError: not this");
              assertThat(e.remote().orElseThrow().cause().orElseThrow().message())
                  .isEqualTo("the reason");
            });
    assertThatThrownBy(() -> run("no such task"))
        .hasMessageContaining("No handler registered for 'no such task'");
  }

  @Test
  void cancellationAndProgressBothWays() throws Exception {
    hear("was-cancelled");
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Object> call =
        node.invoke(
            InvokeOptions.builder().onProgress(value -> begun.complete(null)).build(), "waits");
    get(begun);
    call.cancel(false);
    assertThat(next()).isEqualTo("AbortError");

    hub.ipcMain()
        .handle(
            "never",
            (event, args) -> {
              event.onCancel(() -> heard.add("told"));
              node.send("never-began");
              return new CompletableFuture<>();
            });
    assertThat(run("aborted")).isEqualTo("enough");
    assertThat(next()).isEqualTo("told");
    assertThat(run("late"))
        .isEqualTo("Error invoking remote method 'never': TimeoutError: no answer within 50 ms");
    assertThat(next()).isEqualTo("told");

    hub.ipcMain()
        .handle(
            "steps",
            (event, args) -> {
              int steps = args.get(0, Number.class).intValue();
              for (int i = 1; i <= steps; i++) {
                event.progress(i);
              }
              return 99;
            });
    assertThat(ints(run("progress"))).containsExactly(1, 2, 3, 99);
  }

  private BlockingQueue<MessagePortMain> ports() {
    BlockingQueue<MessagePortMain> ports = new LinkedBlockingQueue<>();
    hub.ipcMain().on("port", (event, args) -> ports.addAll(event.ports()));
    return ports;
  }

  @Test
  void i055_i058_aPortToTheMainProcess() throws Exception {
    BlockingQueue<MessagePortMain> ports = ports();
    hear("port-closed");
    run("doubler");
    MessagePortMain port = ports.poll(SECONDS, TimeUnit.SECONDS);
    port.on(MessagePortMain.MESSAGE, event -> heard.add(((Number) event.data()).intValue()));
    port.start();
    port.postMessage(42);
    assertThat(next()).isEqualTo(84);
    port.close();
    assertThat(next()).isEqualTo("port-closed");
  }

  @Test
  void i059_waitingMessagesTravelWithTheirPort() throws Exception {
    BlockingQueue<MessagePortMain> ports = ports();
    run("matryoshka");
    MessagePortMain outer = ports.poll(SECONDS, TimeUnit.SECONDS);
    outer.on(
        MessagePortMain.MESSAGE,
        event -> {
          MessagePortMain inner = event.ports().get(0);
          inner.on(MessagePortMain.MESSAGE, message -> heard.add(message.data()));
          inner.start();
        });
    outer.start();
    assertThat(List.of(next(), next(), next())).containsExactly("first", "second", "third");
  }

  @Test
  void aPortThatCameAndWentBackLosesNothing() throws Exception {
    BlockingQueue<MessagePortMain> back = ports();
    MessageChannelMain channel = hub.messageChannel();
    hear("kept");
    run("keepPort");
    for (int i = 0; i < 500; i++) {
      channel.port1().postMessage(i);
    }
    node.postMessage("port", "take", List.of(channel.port2()));
    assertThat(((Number) next()).intValue()).isEqualTo(1);
    List<Integer> there = ints(run("takeAndReturn", 100));
    MessagePortMain port = back.poll(SECONDS, TimeUnit.SECONDS);
    port.on(MessagePortMain.MESSAGE, event -> heard.add(((Number) event.data()).intValue()));
    port.start();
    List<Integer> all = new ArrayList<>(there);
    while (all.size() < 500) {
      all.add((Integer) next());
    }
    assertThat(all).containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
  }

  @Test
  void aFloodArrivesInOrder() throws Exception {
    List<Integer> order = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    hub.ipcMain()
        .on(
            "flood",
            (event, args) -> {
              order.add(args.get(0, Number.class).intValue());
              if (order.size() == 2_000) {
                done.complete(null);
              }
            });
    run("flood", 2_000, 20_000);
    get(done);
    assertThat(order).containsExactlyElementsOf(IntStream.range(0, 2_000).boxed().toList());
  }

  @Test
  void i029_i030_listenersOfChannels() throws Exception {
    assertThat(((JsArray) run("listeners")).toList())
        .containsExactly("early,relay,a,b", "early,relay,b", "");
  }

  @Test
  void messagesBetweenRenderersNameTheSender() throws Exception {
    Renderer other = spawn();
    assertThat(next()).isEqualTo("ready");
    hub.ipcMain().on("relayed", (event, args) -> heard.add(args.toList()));
    run("thrownBy", "ipc.sendTo(" + other.id() + ", 'relay', 'hi')");
    assertThat(next()).asString().isEqualTo(List.of(node.id(), "hi").toString());
  }

  @Test
  void i038_afterItLeftEverythingThrows() throws Exception {
    run("leave");
    RendererExit exit = get(node.exited());
    assertThat(exit.exitCode()).hasValue(0);
  }

  @Test
  void itEndsWithTheMainProcess() throws Exception {
    hub.close();
    assertThat(get(node.exited()).exitCode()).hasValue(0);
  }

  @Test
  void streamsBothWaysThroughAService() throws Exception {
    Shouter shouter = new Shouter();
    hub.ipcMain().expose("shouter", ShouterService.class, shouter, Executors.newCachedThreadPool());
    assertThat(ints(run("shout", 200))).containsExactly(200 * 10_000, 0);
    assertThat(run("leaveEarly")).isEqualTo(true);
    assertThat(get(shouter.left)).isTrue();
    assertThat((String) run("brokenSource")).contains("the source is broken");
    assertThat((String) run("brokenService")).contains("the disk is gone");
  }

  @Test
  void commandsAreChecked() {
    assertThatThrownBy(() -> hub.renderers().spawn(List.of(), RendererOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with a program");
    assertThatThrownBy(
            () ->
                hub.renderers()
                    .spawn(
                        List.of("node"), RendererOptions.builder().jvmArguments("-Xmx9m").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-Xmx9m");
  }
}
