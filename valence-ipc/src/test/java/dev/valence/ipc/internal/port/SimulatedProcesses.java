package dev.valence.ipc.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.internal.wire.PortRef;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A main process and renderers in one thread: their lines and event threads are queues, from which
 * one thing after the other is taken in an order that a seed decides. Each channel counts its
 * messages in each direction, and every one that arrives is checked.
 */
final class SimulatedProcesses {
  private static final int MAX_RENDERERS = 4;

  /** An end of a channel that a process holds. */
  static final class Holding {
    final Channel channel;
    final int side;
    final SimulatedProcess where;
    final MessagePortMain port;
    boolean started;
    boolean closed;

    Holding(Channel channel, int side, SimulatedProcess where, MessagePortMain port) {
      this.channel = channel;
      this.side = side;
      this.where = where;
      this.port = port;
    }
  }

  static final class Channel {
    final int number;
    final int[] posted = new int[2];
    final int[] arrived = new int[2];

    Channel(int number) {
      this.number = number;
    }
  }

  private final Random random;
  private final PortLimits limits;
  private final PortHub hub;
  private final SimulatedProcess main = new SimulatedProcess(PortHub.MAIN);
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<Throwable> faults = new ArrayList<>();
  private int lastNumber;
  private int arrivals;
  private int transfers;
  private int kills;

  SimulatedProcesses(long seed) {
    random = new Random(seed);
    int window = 4 + random.nextInt(12);
    limits = new PortLimits(1 << 20, window, 2_000, 1 << 20, 1 << 24, 10_000, 100, 100);
    hub = new PortHub(eventThread(main), limits);
    processes.add(main);
    main.node = hub.main();
  }

  int arrivals() {
    return arrivals;
  }

  int transfers() {
    return transfers;
  }

  int kills() {
    return kills;
  }

  void run(int steps) {
    for (int i = 0; i < steps && faults.isEmpty(); i++) {
      step();
    }
  }

  /** Lets everything arrive, and checks that what lives has lost nothing. */
  void settle() {
    boolean more = true;
    while (more) {
      more = false;
      for (SimulatedProcess process : List.copyOf(processes)) {
        for (Holding holding : List.copyOf(process.held)) {
          start(holding);
        }
        more |= SimulatedProcess.drain(process.events, 1_000);
        more |= SimulatedProcess.drain(process.up, 1_000);
        more |= SimulatedProcess.drain(process.down, 1_000);
      }
    }
    assertThat(faults).isEmpty();
    for (Channel channel : channels) {
      List<Holding> ends =
          processes.stream()
              .flatMap(process -> process.held.stream())
              .filter(holding -> holding.channel == channel && !holding.closed)
              .toList();
      assertThat(ends)
          .as("channel %s: an end whose other end is gone hears close", channel.number)
          .satisfies(some -> assertThat(some.size()).isIn(0, 2));
      if (ends.size() == 2) {
        assertThat(channel.arrived).as("nothing is lost").isEqualTo(channel.posted);
      }
    }
  }

  /** Closes everything: nothing is left anywhere. */
  void end() {
    processes.forEach(process -> process.held.forEach(holding -> holding.port.close()));
    settle();
    assertThat(hub.portCount()).isZero();
    assertThat(hub.queuedBytes()).isZero();
    for (SimulatedProcess process : processes) {
      assertThat(process.node().portCount()).isZero();
    }
  }

  private void step() {
    SimulatedProcess process = processes.get(random.nextInt(processes.size()));
    int dice = random.nextInt(1_000);
    if (dice < 200) {
      SimulatedProcess.drain(process.events, 1);
    } else if (dice < 350) {
      SimulatedProcess.drain(process.up, 1 + random.nextInt(5));
    } else if (dice < 500) {
      SimulatedProcess.drain(process.down, 1 + random.nextInt(5));
    } else if (dice < 988) {
      act(process);
    } else if (dice < 992) {
      kill(process);
    } else if (processes.size() <= MAX_RENDERERS) {
      birth();
    }
  }

  /** Something that code of the user would do. */
  private void act(SimulatedProcess process) {
    int dice = random.nextInt(100);
    if (dice < 6) {
      open(process);
    } else if (dice < 16) {
      pick(process, holding -> !holding.started, this::start);
    } else if (dice < 18) {
      pick(process, holding -> true, holding -> holding.port.close());
    } else if (dice < 30) {
      sendElsewhere(process);
    } else if (dice < 42) {
      pick(process, holding -> true, this::postWithPorts);
    } else {
      pick(process, holding -> true, holding -> post(holding, List.of()));
    }
  }

  private void open(SimulatedProcess process) {
    Channel channel = new Channel(channels.size());
    channels.add(channel);
    MessageChannelMain made = process.node().channel();
    hold(channel, 0, process, made.port1());
    hold(channel, 1, process, made.port2());
  }

  private void hold(Channel channel, int side, SimulatedProcess where, MessagePortMain port) {
    Holding holding = new Holding(channel, side, where, port);
    port.on(MessagePortMain.MESSAGE, event -> arrived(holding, event));
    port.on(MessagePortMain.CLOSE, () -> closed(holding));
    where.held.add(holding);
    if (random.nextInt(3) > 0) {
      start(holding);
    }
  }

  private void start(Holding holding) {
    holding.started = true;
    holding.port.start();
  }

  private void pick(SimulatedProcess process, Predicate<Holding> which, Consumer<Holding> what) {
    List<Holding> some =
        process.held.stream().filter(holding -> !holding.closed).filter(which).toList();
    if (!some.isEmpty()) {
      what.accept(some.get(random.nextInt(some.size())));
    }
  }

  private void postWithPorts(Holding from) {
    List<Holding> travellers = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      pick(
          from.where, holding -> holding != from && !travellers.contains(holding), travellers::add);
    }
    post(from, travellers);
  }

  private void post(Holding from, List<Holding> travellers) {
    int count = from.channel.posted[from.side]++;
    from.where.held.removeAll(travellers);
    transfers += travellers.size();
    from.port.postMessage(
        List.of(from.side, count, names(travellers)),
        travellers.stream().map(holding -> holding.port).toList());
  }

  private static List<Integer> names(List<Holding> travellers) {
    return travellers.stream().map(end -> end.channel.number * 2 + end.side).toList();
  }

  private void arrived(Holding at, MessageEvent event) {
    if (!processes.contains(at.where)) {
      return;
    }
    JsArray data = (JsArray) event.data();
    int other = 1 - at.side;
    assertThat(at.closed).as("nothing comes after close").isFalse();
    assertThat(at.where.held).as("nothing comes to a port that was sent on").contains(at);
    assertThat(data.get(0)).isEqualTo(other);
    assertThat(data.get(1))
        .as("channel %s", at.channel.number)
        .isEqualTo(at.channel.arrived[other]++);
    arrivals++;
    takePorts(at.where, ((JsArray) data.get(2)).toList(), event.ports());
    if (random.nextInt(10) == 0) {
      act(at.where);
    }
  }

  private void takePorts(SimulatedProcess where, List<?> names, List<MessagePortMain> ports) {
    assertThat(ports).hasSameSizeAs(names);
    for (int i = 0; i < ports.size(); i++) {
      int name = (Integer) names.get(i);
      hold(channels.get(name / 2), name % 2, where, ports.get(i));
    }
  }

  private void closed(Holding at) {
    assertThat(at.closed).as("close comes once").isFalse();
    at.closed = true;
  }

  /** Ports go with a message on a channel, as with {@code ipcRenderer.postMessage}. */
  private void sendElsewhere(SimulatedProcess from) {
    List<Holding> travellers = new ArrayList<>();
    pick(from, holding -> true, travellers::add);
    List<Integer> names = names(travellers);
    List<MessagePortMain> ports = travellers.stream().map(holding -> holding.port).toList();
    if (from != main) {
      from.held.removeAll(travellers);
      from.node().transfer(ports, moved -> from.up.add(() -> take(from, moved, names)));
      transfers += travellers.size();
    } else if (processes.size() > 1) {
      from.held.removeAll(travellers);
      SimulatedProcess to = processes.get(1 + random.nextInt(processes.size() - 1));
      hub.post(
          ports, to.number, ids -> to.down.add(() -> takePorts(to, names, to.node().adopt(ids))));
      transfers += travellers.size();
    }
  }

  private void take(SimulatedProcess from, List<PortRef> moved, List<Integer> names) {
    hub.take(from.number, moved, ports -> takePorts(main, names, ports));
  }

  private void birth() {
    SimulatedProcess process = new SimulatedProcess(++lastNumber);
    process.node =
        new PortNode(
            process.number, new Object(), process.uplink(hub), eventThread(process), limits);
    hub.attach(process.number, process.downlink());
    processes.add(process);
  }

  /** Of what was on its way from the process some arrives; then its line is gone. */
  private void kill(SimulatedProcess process) {
    if (process == main) {
      return;
    }
    SimulatedProcess.drain(process.up, random.nextInt(10));
    processes.remove(process);
    process.up.clear();
    process.down.clear();
    process.events.clear();
    hub.detach(process.number);
    kills++;
  }

  private EventThread eventThread(SimulatedProcess process) {
    return new EventThread(process.events::add, (thread, thrown) -> faults.add(thrown));
  }
}
