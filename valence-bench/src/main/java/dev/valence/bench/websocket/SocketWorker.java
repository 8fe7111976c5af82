package dev.valence.bench.websocket;

import dev.valence.bench.websocket.client.EchoClient;
import dev.valence.bench.websocket.client.EchoListener;
import dev.valence.bench.websocket.client.EchoSocket;
import dev.valence.bench.websocket.client.SocketPeer;
import dev.valence.bench.worker.CommandLoop;
import dev.valence.bench.worker.Driver;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM of one WebSocket client; the commands of {@link CommandLoop}, and {@code idle COUNT
 * URL}: opens so many sockets and tells the memory they hold.
 */
public final class SocketWorker {
  private final SocketPeer peer;

  private SocketWorker(SocketPeer peer) {
    this.peer = peer;
  }

  /** Argument: the peer. */
  public static void main(String[] args) throws IOException {
    SocketWorker worker = new SocketWorker(SocketPeer.valueOf(args[0]));
    CommandLoop.run(
        (scenario, uri) -> worker.open(SocketScenario.of(scenario), uri), worker::obeyMore);
    // exit, not halt: a flight recording is written then.
    System.exit(0);
  }

  private String obeyMore(String[] command) throws Exception {
    if (!command[0].equals("idle")) {
      throw new IllegalArgumentException("no command \"" + command[0] + "\"");
    }
    return idle(Integer.parseInt(command[1]), URI.create(command[2])).toLine();
  }

  private CommandLoop.Opened open(SocketScenario scenario, URI uri) throws Exception {
    EchoClient opened = peer.open(uri, scenario.payload());
    Driver driver =
        scenario == SocketScenario.WAIT
            ? new WaitingLoad(opened, scenario)
            : new EchoLoad(opened, scenario);
    return new CommandLoop.Opened(opened, driver);
  }

  private Footprint idle(int count, URI uri) throws Exception {
    EchoClient opened = peer.open(uri, SocketScenario.IDLE.payload());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    EchoListener nobody =
        new EchoListener() {
          @Override
          public void onMessage(int size) {
            onFailed(new IOException("a message that nobody has sent"));
          }

          @Override
          public void onFailed(Throwable cause) {
            failure.compareAndSet(null, cause);
          }
        };
    List<EchoSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(opened.connect(nobody));
    }
    Footprint footprint = Footprint.now();
    Throwable failed = failure.get();
    if (failed != null || sockets.size() != count) {
      throw new IOException("a socket has ended", failed);
    }
    return footprint;
  }
}
