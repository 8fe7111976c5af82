package dev.valence.websocket;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A number of WebSockets at an {@link UnreliableEcho}. Each sends messages, checks the echoes, and
 * ends in one way or another; then another takes its place, until so many echoes have come.
 * Everything but the waiting runs on the event thread.
 */
final class SocketCrowd {
  /**
   * What has happened.
   *
   * @param made how many WebSockets there were
   * @param closed how many {@code close} events
   * @param faults what should not be
   */
  record Tally(
      long echoes,
      long made,
      long closed,
      long closedHere,
      long closedThere,
      Map<NetError, Integer> failures,
      List<String> faults) {}

  private static final int WINDOW = 16;

  /** Short frames share a buffer that counts as unsent until it is sent whole. */
  private static final int COUNTED_TOGETHER = 64 << 10;

  private static final int KINDS_OF_ENDS = 16;

  /** This side closes. */
  private static final char GOODBYE = 'b';

  private static final int[] SIZES = {6, 6, 64, 64, 64, 130, 1_000, 70_000};
  private static final long PATIENCE_SECONDS = 120;

  private final Valence valence;
  private final String url;
  private final int sockets;
  private final int longestLife;
  private final long messages;
  private final Random random = new Random(11);
  private final AtomicLong echoes = new AtomicLong();
  private final CountDownLatch over;
  private final Map<NetError, Integer> failures = new EnumMap<>(NetError.class);
  private final List<String> faults = new ArrayList<>();
  private final List<Runnable> ready = new ArrayList<>();
  private boolean allOpen;
  private long made;
  private long closed;
  private long closedHere;
  private long closedThere;

  SocketCrowd(Valence valence, String url, int sockets, int longestLife, long messages) {
    this.valence = valence;
    this.url = url;
    this.sockets = sockets;
    this.longestLife = longestLife;
    this.messages = messages;
    this.over = new CountDownLatch(sockets);
  }

  void start() {
    for (int i = 0; i < sockets; i++) {
      new Member().open();
    }
  }

  private boolean isEnough() {
    return echoes.get() >= messages;
  }

  /** Waits for so many echoes, as long as some come. */
  void awaitMessages(long wanted) throws InterruptedException {
    long before = -1;
    int quietSeconds = 0;
    while (echoes.get() < wanted) {
      if (over.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
      long now = echoes.get();
      quietSeconds = now == before ? quietSeconds + 1 : 0;
      before = now;
      if (quietSeconds > PATIENCE_SECONDS * 10) {
        throw new AssertionError("no echo for " + PATIENCE_SECONDS + " s: " + tally());
      }
    }
  }

  /** Waits until all have closed. */
  void awaitEnd() throws InterruptedException {
    if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(over.getCount() + " sockets have not closed: " + tally());
    }
  }

  synchronized Tally tally() {
    return new Tally(
        echoes.get(),
        made,
        closed,
        closedHere,
        closedThere,
        Map.copyOf(failures),
        List.copyOf(faults));
  }

  /** The first begin together, when all are open. */
  private void begin(Runnable sending) {
    if (allOpen) {
      sending.run();
      return;
    }
    ready.add(sending);
    if (ready.size() == sockets) {
      allOpen = true;
      ready.forEach(Runnable::run);
      ready.clear();
    }
  }

  private synchronized void fault(String what) {
    if (faults.size() < 20) {
      faults.add(what);
    }
  }

  /** One WebSocket. */
  private final class Member {
    private final long number;
    private final int life;
    private @Nullable WebSocket socket;
    private @Nullable NetException failure;
    private long sentMessages;
    private long heardMessages;
    private long unheardBytes;
    private boolean ending;
    private int closes;

    Member() {
      synchronized (SocketCrowd.this) {
        number = made++;
        life = longestLife / 3 + random.nextInt(longestLife * 2 / 3);
      }
    }

    void open() {
      WebSocketOptions.Builder options =
          WebSocketOptions.builder()
              .pingInterval(Duration.ofSeconds(3))
              .closeTimeout(Duration.ofSeconds(5))
              .listeners(this::listen);
      if (number % 10 != 0) {
        options.compression(null);
      }
      valence.net().webSocket(url, options.build());
    }

    private void listen(WebSocket made) {
      socket = made;
      made.on(WebSocket.OPENED, () -> begin(() -> sendUpToWindow(made)));
      made.on(WebSocket.MESSAGE, event -> heard(made, event));
      made.on(WebSocket.ERROR, error -> failure = error);
      made.on(WebSocket.CLOSE, event -> closed(made, event));
    }

    private void sendUpToWindow(WebSocket to) {
      while (!ending && sentMessages - heardMessages < WINDOW) {
        send(to, next());
      }
    }

    /** What the next message asks for. */
    private char next() {
      if (isEnough() || sentMessages >= life) {
        ending = true;
        if (isEnough()) {
          return GOODBYE;
        }
        return switch ((int) (number % KINDS_OF_ENDS)) {
          case 0 -> UnreliableEcho.VANISH;
          case 1, 2, 3, 4 -> UnreliableEcho.CUT;
          case 5, 6, 7, 8, 9, 10 -> UnreliableEcho.CLOSE;
          default -> GOODBYE;
        };
      }
      return random.nextInt(5_000) == 0 ? UnreliableEcho.STALL : UnreliableEcho.ECHO;
    }

    private void send(WebSocket to, char what) {
      if (what == GOODBYE) {
        to.close(3000, "bye");
        return;
      }
      int size = SIZES[random.nextInt(random.nextInt(20) == 0 ? SIZES.length : 5)];
      String text = body(what, sentMessages, size);
      unheardBytes += text.length();
      sentMessages++;
      if (sentMessages % 2 == 0) {
        to.send(text);
      } else {
        to.send(text.getBytes(StandardCharsets.US_ASCII));
      }
    }

    private String body(char what, long number, int size) {
      String head = what + Long.toString(number % 100_000) + ";";
      return head.length() >= size ? head : head + "-".repeat(size - head.length());
    }

    private void heard(WebSocket from, MessageEvent event) {
      echoes.incrementAndGet();
      String text =
          event.isText() ? event.text() : new String(event.bytes(), StandardCharsets.US_ASCII);
      boolean even = (heardMessages + 1) % 2 == 0;
      if (event.isText() != even
          || !text.startsWith(Long.toString(heardMessages % 100_000) + ";", 1)) {
        fault("echo " + heardMessages + " is " + text.substring(0, Math.min(20, text.length())));
      }
      heardMessages++;
      unheardBytes -= text.length();
      long buffered = from.bufferedAmount();
      if (buffered < 0 || buffered > unheardBytes + COUNTED_TOGETHER) {
        fault("bufferedAmount is " + buffered + ", but only " + unheardBytes + " can be unsent");
      }
      sendUpToWindow(from);
    }

    private void closed(WebSocket from, CloseEvent event) {
      if (++closes > 1) {
        fault("a second close");
        return;
      }
      if (event.wasClean() != (failure == null)) {
        fault(event + " with " + failure);
      }
      if (!ending && failure == null) {
        fault("closed without being asked: " + event);
      }
      long buffered = from.bufferedAmount();
      if (failure == null ? buffered != 0 : buffered < 0) {
        fault("bufferedAmount is " + buffered + " at the end, " + event);
      }
      if (event.code() == 4001 && heardMessages != sentMessages - 1) {
        fault(heardMessages + " echoes of " + sentMessages + " before " + event);
      }
      count(event);
      if (isEnough()) {
        over.countDown();
      } else {
        new Member().open();
      }
    }

    private void count(CloseEvent event) {
      NetException why = failure;
      synchronized (SocketCrowd.this) {
        closed++;
        if (why != null) {
          failures.merge(why.error(), 1, Integer::sum);
        } else if (event.code() == 4001) {
          closedThere++;
        } else {
          closedHere++;
        }
      }
    }
  }
}
