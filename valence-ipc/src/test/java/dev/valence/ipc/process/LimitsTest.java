package dev.valence.ipc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.internal.process.Launch;
import dev.valence.ipc.internal.process.Secret;
import dev.valence.ipc.internal.renderer.MainConnection;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.process.RendererLimits.Excess;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renderers that do what they must not. */
class LimitsTest {
  private static PuppetStage stage;

  @BeforeAll
  static void open() {
    stage = new PuppetStage();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  private static RendererOptions limits(RendererLimits limits) {
    return RendererOptions.builder().limits(limits).build();
  }

  static Object tryAll(IpcRenderer ipc, IpcArguments args) throws Exception {
    String channel = args.get(0, String.class);
    StringBuilder texts = new StringBuilder();
    ipc.send(channel, "sent");
    try {
      texts.append(ipc.sendSync(channel, "sync"));
    } catch (IpcException e) {
      texts.append(e.getMessage());
    }
    texts.append('|');
    try {
      texts.append(ipc.invoke(channel, "invoked").join());
    } catch (CompletionException e) {
      texts.append(e.getCause().getMessage());
    }
    MessageChannelMain ports = RendererProcess.current().messageChannel();
    CompletableFuture<Object> closed = new CompletableFuture<>();
    ports.port1().on(MessagePortMain.CLOSE, () -> closed.complete(null));
    ports.port1().start();
    ipc.postMessage(channel, "posted", List.of(ports.port2()));
    closed.get(60, TimeUnit.SECONDS);
    return texts.toString();
  }

  @Test
  void channelsThatAreNotAllowedAreRefused() {
    List<Object> heard = new ArrayList<>();
    for (String channel : List.of("work:one", "exact", "exactly", "other")) {
      stage
          .ipcMain()
          .on(
              channel,
              (event, args) -> {
                heard.add(channel + " " + args.get(0));
                event.returnValue("answer");
                event.ports().forEach(MessagePortMain::close);
              });
      stage.ipcMain().handle(channel, (event, args) -> "handled");
    }
    Renderer renderer = stage.spawn(RendererOptions.builder().channels("work:*", "exact").build());
    try (LogCapture log = new LogCapture()) {
      for (String channel : List.of("other", "exactly")) {
        assertThat(stage.run(renderer, LimitsTest.class, "tryAll", channel))
            .isEqualTo(
                "Error in sendSync('%s'): Error: The channel '%s' is not allowed|Error invoking"
                        .formatted(channel, channel)
                    + " remote method '%s': Error: The channel '%s' is not allowed"
                        .formatted(channel, channel));
      }
      assertThat(log.lines())
          .contains("renderer " + renderer.id() + " may not use the channel 'other': dropped");
    }
    assertThat(heard).isEmpty();
    assertThat(stage.run(renderer, LimitsTest.class, "tryAll", "work:one"))
        .isEqualTo("answer|handled");
    assertThat(stage.run(renderer, LimitsTest.class, "tryAll", "exact"))
        .isEqualTo("answer|handled");
    assertThat(heard).hasSize(6);
    stage.clear("work:one", "exact", "exactly", "other");
    end(renderer);
  }

  private static void end(Renderer renderer) {
    renderer.close();
    PuppetStage.await(renderer.exited());
  }

  static Object flood(IpcRenderer ipc, IpcArguments args) {
    int bytes = args.get(1, Integer.class);
    for (int i = 0; i < args.get(0, Integer.class); i++) {
      ipc.send("flood", i, new byte[bytes]);
    }
    return "sent";
  }

  @Test
  void aRendererThatSendsTooFastIsEndedWithAReason() {
    Renderer renderer =
        stage.spawn(limits(RendererLimits.builder().rate(1, 20, Excess.END).build()));
    try (LogCapture log = new LogCapture()) {
      stage.begin(renderer, LimitsTest.class, "flood", 1_000, 0);

      RendererExit exit = PuppetStage.await(renderer.exited());
      assertThat(exit.reason()).isEqualTo(RendererExit.Reason.INTEGRITY_FAILURE);
      assertThat(exit.message())
          .isEqualTo(
              "renderer %d was ended: it sends more than 1 messages a second"
                  .formatted(renderer.id()));
    }
  }

  @Test
  void aRendererThatIsHeldUpToItsRateLosesNothing() {
    List<Object> got = new ArrayList<>();
    stage.ipcMain().on("flood", (event, args) -> got.add(args.get(0)));
    Renderer renderer =
        stage.spawn(limits(RendererLimits.builder().rate(2_000, 100, Excess.THROTTLE).build()));

    assertThat(stage.run(renderer, LimitsTest.class, "flood", 2_000, 200)).isEqualTo("sent");
    stage.settle();
    assertThat(got).isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    stage.clear();
    end(renderer);
  }

  @Test
  void aListenerThatWaitsForTheFloodingRendererGetsItsAnswer() {
    Renderer renderer =
        stage.spawn(limits(RendererLimits.builder().backlogBytes(64 << 10).build()));
    CompletableFuture<Object> answer = new CompletableFuture<>();
    AtomicInteger heard = new AtomicInteger();
    stage
        .ipcMain()
        .on(
            "flood",
            (event, args) -> {
              if (heard.incrementAndGet() == 1) {
                // Blocks the event thread; the answer lies behind 300 KB of messages.
                answer.complete(stage.run(renderer, LimitsTest.class, "flood", 0, 0));
              }
            });
    stage.run(renderer, LimitsTest.class, "flood", 30, 10_000);

    assertThat(PuppetStage.await(answer)).isEqualTo("sent");
    stage.settle();
    assertThat(heard).hasValue(30);
    stage.clear();
    end(renderer);
  }

  static Object sendTooLong(IpcRenderer ipc, IpcArguments args) {
    StringBuilder texts = new StringBuilder();
    byte[] much = new byte[args.get(0, Integer.class)];
    List<Runnable> calls =
        List.of(
            () -> ipc.send("test", much),
            () -> ipc.invoke("test", much),
            () -> ipc.sendSync("test", much),
            () -> ipc.postMessage("test", much));
    for (Runnable call : calls) {
      try {
        call.run();
        texts.append("not refused;");
      } catch (IllegalArgumentException e) {
        texts.append(e.getMessage().contains("the limit is 65536")).append(';');
      }
    }
    return texts.toString();
  }

  @Test
  void aMessageThatIsTooLongIsRefusedWhereItIsSent() {
    Renderer renderer =
        stage.spawn(limits(RendererLimits.builder().messageBytes(64 << 10).build()));

    assertThat(stage.run(renderer, LimitsTest.class, "sendTooLong", 65_536))
        .isEqualTo("true;true;true;true;");
    // And an answer that is too long is a failure, not a hang.
    assertThatThrownBy(() -> stage.run(renderer, LimitsTest.class, "answerTooLong", 65_536))
        .isInstanceOf(IpcException.class)
        .hasMessageContaining("the limit is 65536");
    end(renderer);
  }

  static Object postTooLong(IpcRenderer ipc, IpcArguments args) {
    MessageChannelMain channel = RendererProcess.current().messageChannel();
    try {
      ipc.postMessage("test", new byte[args.get(0, Integer.class)], List.of(channel.port1()));
      return "not refused";
    } catch (IllegalArgumentException e) {
      // Nothing was given away: the port can still go.
      ipc.postMessage("test", 1, List.of(channel.port1()));
      return "refused";
    }
  }

  @Test
  void aMessageThatIsTooLongTakesNoPortAlong() {
    Renderer renderer =
        stage.spawn(limits(RendererLimits.builder().messageBytes(64 << 10).build()));
    assertThat(stage.run(renderer, LimitsTest.class, "postTooLong", 65_536)).isEqualTo("refused");
    end(renderer);

    MessagePortMain port = stage.hub().messageChannel().port1();
    byte[] much = new byte[64 << 20];
    Renderer early = stage.hub().renderers().spawn(Puppet.class);
    assertThatThrownBy(() -> early.send("test", much))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the limit is 67108864");
    assertThatThrownBy(() -> early.postMessage("test", much, List.of(port)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the limit is 67108864");
    early.postMessage("test", 1, List.of(port));
    end(early);
  }

  static Object answerTooLong(IpcRenderer ipc, IpcArguments args) {
    return new byte[args.get(0, Integer.class)];
  }

  /** A process that knows the secret and then breaks the rules. */
  static final class RuleBreaker {
    public static void main(String[] args) throws Exception {
      MainConnection connection =
          MainConnection.open(
              System.getenv(Launch.ADDRESS), Secret.parse(System.getenv(Launch.SECRET)));
      SocketChannel channel = connection.channel();
      channel.write(ByteBuffer.wrap(bytes(args[0])));
      // Stays until it is ended.
      while (channel.read(ByteBuffer.allocate(100)) >= 0) {
        continue;
      }
      Thread.currentThread().join();
    }

    private static byte[] bytes(String rule) {
      Payload garbage = Payload.of(new byte[] {1, 2, 3});
      return switch (rule) {
        case "length" -> new byte[] {0x7F, 0, 0, 0, 4};
        case "type" -> new byte[] {0, 0, 0, 1, 99};
        case "short" -> new byte[] {0, 0, 0, 2, 10, 0};
        case "value" -> encode(new Frame.Send(0, "test", garbage));
        case "arguments" ->
            encode(new Frame.Send(0, "test", Payload.of(new byte[] {(byte) 0xFF, 15, 'T'})));
        case "direction" -> encode(new Frame.Welcome(1, 2, 3));
        case "port" -> encode(new Frame.PortClose(12_345));
        case "number" -> twice(encode(new Frame.SendSync(7, "never", noArguments())));
        default -> throw new IllegalArgumentException(rule);
      };
    }

    private static Payload noArguments() {
      return Payload.of(dev.valence.ipc.clone.StructuredClone.ofDefaults().serialize(List.of()));
    }

    private static byte[] encode(Frame frame) {
      return FrameCodec.encode(frame, 1 << 20);
    }

    private static byte[] twice(byte[] bytes) {
      return ByteBuffer.allocate(2 * bytes.length).put(bytes).put(bytes).array();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length | the other side broke the protocol: A frame of 2130706432 bytes; the limit is 67108864",
        "type | the other side broke the protocol: No frame has the type 99",
        "short | the other side broke the protocol: A frame of type 10 ends too early",
        "value | it sent a value that cannot be read: the data does not begin with a version",
        "arguments | it sent a value that cannot be read: the arguments of a message are no list",
        "direction | it sent a frame that no renderer sends: Welcome",
        "port | speaks of port",
        "number | the other side uses the number of an open call: 7"
      })
  void aRendererThatBreaksARuleIsEndedWithAReason(String rule, String reason) {
    stage.ipcMain().on("never", (event, args) -> {});
    try (LogCapture log = new LogCapture()) {
      Renderer renderer =
          stage
              .hub()
              .renderers()
              .spawn(RuleBreaker.class, RendererOptions.builder().arguments(rule).build());

      RendererExit exit = PuppetStage.await(renderer.exited());
      assertThat(exit.reason()).isEqualTo(RendererExit.Reason.INTEGRITY_FAILURE);
      assertThat(exit.message()).startsWith("renderer " + renderer.id() + " was ended: ");
      assertThat(exit.message()).contains(reason);
      assertThat(log.lines()).anyMatch(line -> line.startsWith("renderer " + renderer.id()));
    }
    stage.clear();
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> RendererLimits.builder().messageBytes(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messageBytes: 1; from 65536 to 1073741824");
    assertThatThrownBy(() -> RendererLimits.builder().rate(0, 1, Excess.END))
        .hasMessageContaining("messages per second: 0");
    assertThatThrownBy(() -> RendererLimits.builder().openCalls(0))
        .hasMessageContaining("openCalls");
    assertThatThrownBy(() -> RendererOptions.builder().startTimeout(java.time.Duration.ZERO))
        .hasMessage("A start time-out of PT0S");
  }
}
