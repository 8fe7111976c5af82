package dev.valence.internal.websocket;

import dev.valence.websocket.WebSocketMessage;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Sends what a publisher has, one message after the other. */
final class MessageSender implements Flow.Subscriber<WebSocketMessage> {
  private final WebSocketStreamImpl stream;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  MessageSender(WebSocketStreamImpl stream) {
    this.stream = stream;
  }

  CompletableFuture<Void> done() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    stream.begun(this);
    done.whenComplete(
        (unused, failure) -> {
          stream.ended(this);
          if (failure != null) {
            given.cancel();
          }
        });
    given.request(1);
  }

  @Override
  public void onNext(WebSocketMessage message) {
    Objects.requireNonNull(message, "message");
    CompletableFuture<Void> sent = stream.send(message);
    last = sent;
    sent.whenComplete(
        (unused, failure) -> {
          Flow.Subscription from = subscription;
          if (failure != null) {
            done.completeExceptionally(failure);
          } else if (from != null) {
            from.request(1);
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    last.whenComplete(
        (unused, failure) -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
  }
}
