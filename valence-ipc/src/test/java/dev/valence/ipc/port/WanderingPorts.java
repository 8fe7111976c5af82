package dev.valence.ipc.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that wander among renderers which are killed and started again. The main process has the
 * other end of each channel: it posts numbers, always some ahead, and hears each one back, from
 * wherever the port then is. A channel whose port died with its renderer is replaced by a new one.
 *
 * <p>All but the constructor and the queries runs on the event thread.
 */
final class WanderingPorts {
  private static final int AHEAD = 20;
  private static final RendererOptions PATIENT =
      RendererOptions.builder().startTimeout(Duration.ofMinutes(5)).build();

  /** One channel, until it ends. */
  private final class Road {
    final int name;
    final MessagePortMain near;
    int posted;
    int heard;
    boolean over;

    Road(int name, MessagePortMain near) {
      this.name = name;
      this.near = near;
    }

    void begin() {
      near.on(MessagePortMain.MESSAGE, this::heard);
      near.on(MessagePortMain.CLOSE, this::closed);
      near.start();
      while (posted < AHEAD) {
        near.postMessage(posted++);
      }
    }

    private void heard(MessageEvent event) {
      if (over) {
        fault("a message after the end of channel " + name);
      }
      if (!Integer.valueOf(heard).equals(event.data())) {
        fault("channel " + name + ": " + event.data() + " came, and " + heard + " was awaited");
      }
      heard++;
      messages += 2;
      if (!finishing()) {
        near.postMessage(posted++);
      }
      if (messages >= nextKill && kills < maxKills && !ready.isEmpty()) {
        nextKill += killEvery;
        killOne();
      }
      checkDone();
    }

    private void closed() {
      if (over) {
        fault("channel " + name + " closed twice");
      }
      over = true;
      if (!ending) {
        lost++;
        open(name);
      }
      checkDone();
    }
  }

  private record Traveller(int name, MessagePortMain port) {}

  private final IpcHub hub;
  private final Random random;
  private final long enough;
  private final int killEvery;
  private final int maxKills;
  private final Road[] roads;
  private final List<Renderer> ready = new ArrayList<>();
  private final Queue<Traveller> waiting = new ArrayDeque<>();
  private final List<String> faults = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicInteger callsBegun = new AtomicInteger();
  private final AtomicInteger callsEnded = new AtomicInteger();
  private final AtomicInteger callsFailed = new AtomicInteger();
  private long messages;
  private long moves;
  private long nextKill;
  private int kills;
  private int lost;
  private boolean ending;

  WanderingPorts(
      IpcHub hub, long seed, int channels, int renderers, long messages, int killEvery, int kills) {
    this.hub = hub;
    this.random = new Random(seed);
    this.enough = messages;
    this.killEvery = killEvery;
    this.nextKill = killEvery;
    this.maxKills = kills;
    this.roads = new Road[channels];
    hub.ipcMain().on("ready", (event, args) -> arrived(event));
    hub.ipcMain().on("moved", (event, args) -> send(args.get(0, int.class), event.ports().get(0)));
    hub.eventThread()
        .execute(
            () -> {
              for (int i = 0; i < renderers; i++) {
                spawn();
              }
              for (int i = 0; i < channels; i++) {
                open(i);
              }
            });
  }

  /** Completes when so many messages have arrived, and nothing is on its way; then all closes. */
  CompletableFuture<Void> done() {
    return done;
  }

  List<String> faults() {
    return faults;
  }

  long messages() {
    return messages;
  }

  int kills() {
    return kills;
  }

  int lost() {
    return lost;
  }

  long moves() {
    return moves;
  }

  int callsBegun() {
    return callsBegun.get();
  }

  int callsEnded() {
    return callsEnded.get();
  }

  int callsFailed() {
    return callsFailed.get();
  }

  private void spawn() {
    Renderer renderer = hub.renderers().spawn(WanderingPortRenderer.class, PATIENT);
    renderer.on(
        Renderer.EXIT,
        exit -> {
          ready.remove(renderer);
          if (!ending) {
            spawn();
          }
        });
  }

  /** A renderer is there: it gets a port to here and one to a neighbour. */
  private void arrived(IpcMainEvent event) {
    Renderer renderer = hub.renderers().fromId(event.sender().id()).orElse(null);
    if (renderer == null) {
      return;
    }
    MessageChannelMain carrier = hub.messageChannel();
    carrier
        .port1()
        .on(
            MessagePortMain.MESSAGE,
            message -> send(message.dataAs(int.class), message.ports().get(0)))
        .start();
    renderer.postMessage("carrier", null, List.of(carrier.port2()));
    if (!ready.isEmpty()) {
      MessageChannelMain between = hub.messageChannel();
      renderer.postMessage("neighbour", null, List.of(between.port1()));
      ready
          .get(random.nextInt(ready.size()))
          .postMessage("neighbour", null, List.of(between.port2()));
    }
    ready.add(renderer);
    for (Traveller next = waiting.poll(); next != null; next = waiting.poll()) {
      send(next.name, next.port);
    }
  }

  private void open(int name) {
    MessageChannelMain channel = hub.messageChannel();
    roads[name] = new Road(name, channel.port1());
    roads[name].begin();
    send(name, channel.port2());
  }

  /** Sends a port to one of the renderers, and calls that one. */
  private void send(int name, MessagePortMain port) {
    if (ready.isEmpty()) {
      waiting.add(new Traveller(name, port));
      return;
    }
    Renderer renderer = ready.get(random.nextInt(ready.size()));
    renderer.postMessage("take", name, List.of(port));
    moves++;
    call(renderer, name);
  }

  private void call(Renderer renderer, int number) {
    callsBegun.incrementAndGet();
    renderer
        .invoke("add", number)
        .whenComplete(
            (result, failure) -> {
              callsEnded.incrementAndGet();
              if (failure != null) {
                callsFailed.incrementAndGet();
              } else if (!Integer.valueOf(number + 1).equals(result)) {
                fault("a call of " + number + " gave " + result);
              }
              hub.eventThread().execute(this::checkDone);
            });
  }

  private void killOne() {
    Renderer victim = ready.remove(random.nextInt(ready.size()));
    // Words on their way to it are not held back.
    call(victim, 1);
    victim.kill();
    call(victim, 2);
    kills++;
  }

  private boolean finishing() {
    return messages >= enough;
  }

  private void fault(String what) {
    synchronized (faults) {
      faults.add(what);
    }
    done.complete(null);
  }

  /** When enough has come, all that was posted has to come back; then everything is closed. */
  private void checkDone() {
    if (ending || !finishing() || callsEnded.get() < callsBegun.get()) {
      return;
    }
    for (Road road : roads) {
      if (road.over || road.heard < road.posted) {
        return;
      }
    }
    ending = true;
    for (Road road : roads) {
      road.near.close();
    }
    done.complete(null);
  }

  void assertWell() {
    assertThat(faults).isEmpty();
    assertThat(messages).isGreaterThanOrEqualTo(enough);
    assertThat(callsEnded()).as("each call ended, once").isEqualTo(callsBegun());
  }
}
