package dev.valence.internal.websocket;

import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A {@link WebSocketStream}. The lock guards everything; nobody's code runs under it. */
public final class WebSocketStreamImpl implements WebSocketStream, WebSocketListener {
  /**
   * A message on its way out.
   *
   * @param end how many bytes will have been sent when it has
   */
  private record Sending(long end, CompletableFuture<Void> done) {}

  private final Url url;
  private final Executor workers;
  private final CompletableFuture<WebSocketStream> opened = new CompletableFuture<>();
  private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();

  // Guarded by this.
  private boolean hasOpened;
  private final ArrayDeque<WebSocketMessage> inbox = new ArrayDeque<>();
  private final ArrayDeque<Sending> sending = new ArrayDeque<>();
  private final Set<MessageSender> senders = new HashSet<>();
  private final PendingPings pings = new PendingPings();
  private @Nullable WebSocketTransport transport;
  private @Nullable MessageSubscription subscription;
  private boolean receives;
  private boolean discards;
  private String protocol = "";
  private String extensions = "";
  private long queuedBytes;
  private long sentBytes;
  private boolean closing;
  private boolean over;
  private @Nullable NetException failure;

  private WebSocketStreamImpl(Url url, Executor workers) {
    this.url = url;
    this.workers = workers;
  }

  /** Begins a connection; the future is done when it stands. */
  public static CompletableFuture<WebSocketStream> open(
      Surroundings surroundings, String url, WebSocketOptions options) {
    if (options.listeners() != WebSocketOptions.defaults().listeners()) {
      throw new IllegalArgumentException(
          "a WebSocketStream has no listeners: leave listeners() out, or use net.webSocket");
    }
    if (options.reconnect() != null) {
      throw new IllegalArgumentException(
          "a WebSocketStream is one connection: leave reconnect() out, or use net.webSocket");
    }
    Url target = WebSocketRules.url(url);
    List<String> protocols = WebSocketRules.protocols(options.protocols());
    WebSocketStreamImpl stream = new WebSocketStreamImpl(target, surroundings.workers());
    synchronized (stream) {
      try {
        stream.transport =
            surroundings
                .webSockets()
                .openWebSocket(
                    HandshakeRequest.of(target, options, surroundings),
                    protocols,
                    options.settings(),
                    stream);
      } catch (RejectedExecutionException e) {
        return CompletableFuture.failedFuture(
            new NetException(NetError.CONTEXT_SHUT_DOWN, "the Valence is closed", e));
      }
    }
    CompletableFuture<WebSocketStream> answer = new CompletableFuture<>();
    stream.opened.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(failure);
          } else if (!answer.complete(result)) {
            result.close();
          }
        });
    answer.whenComplete(
        (result, failure) -> {
          if (answer.isCancelled()) {
            stream.abort();
          }
        });
    return answer;
  }

  private synchronized void abort() {
    if (transport != null) {
      transport.abort(new NetException(NetError.ABORTED, "the program gave it up", null));
    }
  }

  // ---- What the network says; completing futures is left to workers

  @Override
  public void onOpen(String chosenProtocol, String agreedExtensions) {
    synchronized (this) {
      protocol = chosenProtocol;
      extensions = agreedExtensions;
      hasOpened = true;
    }
    workers.execute(() -> opened.complete(this));
  }

  @Override
  public void onMessage(boolean text, byte[] payload) {
    MessageSubscription reader;
    synchronized (this) {
      if (discards && transport != null) {
        transport.consumed(payload.length);
        return;
      }
      inbox.add(WebSocketMessage.ofOwned(text, payload));
      notifyAll();
      reader = subscription;
    }
    if (reader != null) {
      reader.wake();
    }
  }

  @Override
  public boolean onPong(byte[] payload) {
    List<CompletableFuture<Void>> answered;
    synchronized (this) {
      answered = pings.answeredBy(payload);
    }
    for (CompletableFuture<Void> pong : answered) {
      workers.execute(() -> pong.complete(null));
    }
    return false;
  }

  @Override
  public void onSent(int bytes) {
    synchronized (this) {
      sentBytes += bytes;
    }
    completeSent();
  }

  private void completeSent() {
    while (true) {
      Sending first;
      synchronized (this) {
        first = sending.peek();
        if (first == null || first.end() > sentBytes) {
          return;
        }
        sending.remove();
      }
      CompletableFuture<Void> done = first.done();
      workers.execute(() -> done.complete(null));
    }
  }

  @Override
  public synchronized void onGoodbye(int code, String reason) {
    closing = true;
  }

  @Override
  public void onClosed(int code, String reason, @Nullable NetException why) {
    List<Sending> unsent;
    List<CompletableFuture<Void>> unanswered;
    List<MessageSender> cut;
    MessageSubscription reader;
    boolean wasOpen;
    synchronized (this) {
      wasOpen = hasOpened;
      over = true;
      closing = true;
      failure = why;
      unsent = List.copyOf(sending);
      sending.clear();
      unanswered = pings.giveUp();
      cut = List.copyOf(senders);
      notifyAll();
      reader = subscription;
    }
    NetException lost = why == null ? notSent() : why;
    CloseEvent event = new CloseEvent(code, why == null ? reason : why.error().text(), why == null);
    workers.execute(
        () -> {
          // Workers may overtake each other: what was read of an open one is still to be had.
          if (!wasOpen) {
            opened.completeExceptionally(lost);
          }
          unsent.forEach(message -> message.done().completeExceptionally(lost));
          unanswered.forEach(pong -> pong.completeExceptionally(lost));
          cut.forEach(sender -> sender.onError(lost));
          closed.complete(event);
        });
    if (reader != null) {
      reader.wake();
    }
  }

  private static NetException notSent() {
    return new NetException(NetError.CONNECTION_CLOSED, "the WebSocket was closed before", null);
  }

  // ---- Reading

  @Override
  public @Nullable WebSocketMessage receive() throws IOException, InterruptedException {
    synchronized (this) {
      if (subscription != null) {
        throw new IllegalStateException("the messages go to a subscriber already");
      }
      receives = true;
      while (inbox.isEmpty() && !over) {
        wait();
      }
      if (inbox.isEmpty()) {
        if (failure != null) {
          throw new NetException(failure.error(), failure.detail(), failure);
        }
        return null;
      }
    }
    return take();
  }

  /** The next message, if there is one. */
  @Nullable WebSocketMessage take() {
    WebSocketMessage next;
    WebSocketTransport from;
    synchronized (this) {
      next = inbox.poll();
      from = transport;
    }
    if (next != null && from != null) {
      from.consumed(next.size());
    }
    return next;
  }

  synchronized boolean isOver() {
    return over && inbox.isEmpty();
  }

  synchronized @Nullable NetException failure() {
    return failure;
  }

  /** Nobody reads any more: what comes goes nowhere, so that the goodbye can come. */
  void discard() {
    synchronized (this) {
      discards = true;
    }
    WebSocketMessage unread = take();
    while (unread != null) {
      unread = take();
    }
  }

  @Override
  public Flow.Publisher<WebSocketMessage> messages() {
    return subscriber -> {
      MessageSubscription made = new MessageSubscription(this, subscriber, workers);
      boolean refused;
      synchronized (this) {
        refused = receives || subscription != null;
        if (!refused) {
          subscription = made;
        }
      }
      made.start(refused);
    };
  }

  // ---- Sending and closing

  @Override
  public CompletableFuture<Void> send(WebSocketMessage message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (closing || transport == null) {
        return CompletableFuture.failedFuture(failure == null ? notSent() : failure);
      }
      queuedBytes += message.size();
      sending.add(new Sending(queuedBytes, done));
      transport.send(message.isText(), message.bytes());
    }
    // An empty message adds nothing to what has to be sent.
    completeSent();
    return done;
  }

  @Override
  public CompletableFuture<Void> ping() {
    CompletableFuture<Void> pong = new CompletableFuture<>();
    synchronized (this) {
      if (closing || transport == null) {
        return CompletableFuture.failedFuture(failure == null ? notSent() : failure);
      }
      // One that cannot be sent any more fails with the connection.
      transport.ping(pings.add(pong), WebSocketTransport.UNHEARD);
    }
    return pong;
  }

  @Override
  public CompletableFuture<Void> sendAll(Flow.Publisher<WebSocketMessage> messages) {
    MessageSender sender = new MessageSender(this);
    begun(sender);
    messages.subscribe(sender);
    return sender.done();
  }

  @Override
  public Flow.Subscriber<WebSocketMessage> subscriber() {
    return new MessageSender(this);
  }

  /** It hears when the WebSocket ends before it does. */
  void begun(MessageSender sender) {
    synchronized (this) {
      if (!over) {
        senders.add(sender);
        return;
      }
    }
    sender.onError(lost());
  }

  synchronized void ended(MessageSender sender) {
    senders.remove(sender);
  }

  private synchronized NetException lost() {
    return failure == null ? notSent() : failure;
  }

  @Override
  public CompletableFuture<CloseEvent> closed() {
    return closed.copy();
  }

  @Override
  public void close() {
    closeWith(WebSocketTransport.NO_STATUS, "");
  }

  @Override
  public void close(int code, String reason) {
    WebSocketRules.closeCode(code);
    closeWith(code, WebSocketRules.closeReason(reason));
  }

  private synchronized void closeWith(int code, String reason) {
    if (!closing && transport != null) {
      closing = true;
      transport.close(code, reason);
    }
  }

  @Override
  public String url() {
    return url.href();
  }

  @Override
  public synchronized String protocol() {
    return protocol;
  }

  @Override
  public synchronized String extensions() {
    return extensions;
  }

  @Override
  public String toString() {
    return "WebSocketStream[" + url.withoutCredentials() + "]";
  }
}
