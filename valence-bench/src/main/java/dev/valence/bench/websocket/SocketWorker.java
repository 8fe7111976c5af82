package dev.valence.bench.websocket;

import dev.valence.bench.websocket.client.EchoClient;
import dev.valence.bench.websocket.client.EchoListener;
import dev.valence.bench.websocket.client.EchoSocket;
import dev.valence.bench.websocket.client.SocketPeer;
import dev.valence.bench.worker.Driver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM of one WebSocket client; the commands of {@link dev.valence.bench.worker.Worker},
 * and {@code idle COUNT URL}: opens so many sockets and tells the memory they hold.
 */
public final class SocketWorker {
  private final SocketPeer peer;
  private @Nullable EchoClient client;
  private @Nullable Driver driver;

  private SocketWorker(SocketPeer peer) {
    this.peer = peer;
  }

  /** Argument: the peer. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    // What a library prints must not be taken for an answer.
    System.setOut(System.err);
    SocketWorker worker = new SocketWorker(SocketPeer.valueOf(args[0]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null && !line.equals("quit"); ) {
      String answer;
      try {
        answer = "ok " + worker.obey(line.split(" ", -1));
      } catch (Exception | LinkageError e) {
        e.printStackTrace();
        answer = "error " + e;
      }
      answers.println(answer.replace('\n', ' '));
      answers.flush();
    }
    // exit, not halt: a flight recording is written then.
    System.exit(0);
  }

  private String obey(String[] command) throws Exception {
    switch (command[0]) {
      case "open" -> open(SocketScenario.of(command[1]), URI.create(command[2]));
      case "warm" -> driver().warmUp(Long.parseLong(command[1]));
      case "measure" -> {
        return driver().measure(Long.parseLong(command[1])).toLine();
      }
      case "idle" -> {
        return idle(Integer.parseInt(command[1]), URI.create(command[2])).toLine();
      }
      case "close" -> {
        if (client != null) {
          client.close();
          client = null;
          driver = null;
        }
      }
      default -> throw new IllegalArgumentException("no command \"" + command[0] + "\"");
    }
    return "";
  }

  private Driver driver() {
    if (driver == null) {
      throw new IllegalStateException("no client is open");
    }
    return driver;
  }

  private void open(SocketScenario scenario, URI uri) throws Exception {
    EchoClient opened = peer.open(uri, scenario.payload());
    client = opened;
    driver =
        scenario == SocketScenario.WAIT
            ? new WaitingLoad(opened, scenario)
            : new EchoLoad(opened, scenario);
  }

  private Footprint idle(int count, URI uri) throws Exception {
    EchoClient opened = peer.open(uri, SocketScenario.IDLE.payload());
    client = opened;
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
