package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.interception.InterceptedMessage;
import dev.valence.interception.InterceptedWebSocket;
import dev.valence.interception.Interceptor;
import dev.valence.interception.Interceptor.MessageFunction;
import dev.valence.interception.MessageAction;
import dev.valence.interception.MessageDirection;
import dev.valence.net.NetException;
import dev.valence.websocket.WebSocketMessage;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** One message on its way through the interceptors; the steps come one after the other. */
final class MessageChain {
  /**
   * A message before an interceptor.
   *
   * @param next the number of the interceptor to ask
   */
  private record Step(WebSocketMessage message, int next) {}

  private final EventLoop loop;
  private final EventThread events;
  private final InterceptedWebSocket socket;
  private final MessageDirection direction;
  private final List<Interceptor> interceptors;
  private final Consumer<List<WebSocketMessage>> then;
  private final Consumer<NetException> otherwise;
  private final ArrayDeque<Step> steps = new ArrayDeque<>(2);
  private final List<WebSocketMessage> passed = new ArrayList<>(1);

  /**
   * A chain.
   *
   * @param interceptors in the order of asking
   * @param then takes what is left of the message
   * @param otherwise takes what keeps the answer from coming
   */
  MessageChain(
      EventLoop loop,
      EventThread events,
      InterceptedWebSocket socket,
      MessageDirection direction,
      List<Interceptor> interceptors,
      Consumer<List<WebSocketMessage>> then,
      Consumer<NetException> otherwise) {
    this.loop = loop;
    this.events = events;
    this.socket = socket;
    this.direction = direction;
    this.interceptors = interceptors;
    this.then = then;
    this.otherwise = otherwise;
  }

  void start(WebSocketMessage message) {
    steps.add(new Step(message, 0));
    goOn();
  }

  private void goOn() {
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      if (step.next() < interceptors.size()) {
        ask(step);
        return;
      }
      passed.add(step.message());
    }
    then.accept(passed);
  }

  private void ask(Step step) {
    Interceptor interceptor = interceptors.get(step.next());
    MessageFunction function = Objects.requireNonNull(interceptor.message());
    InterceptedMessage question = new InterceptedMessage(socket, direction, step.message());
    new Asking<MessageAction>(loop, events, interceptor, action -> act(step, action), otherwise)
        .ask(() -> function.onMessage(question));
  }

  private void act(Step step, MessageAction action) {
    if (action instanceof MessageAction.Fail fail) {
      otherwise.accept(fail.reason());
      return;
    }
    if (action instanceof MessageAction.Replace replace) {
      List<WebSocketMessage> made = replace.messages();
      for (int i = made.size() - 1; i >= 0; i--) {
        steps.addFirst(new Step(made.get(i), step.next() + 1));
      }
    } else {
      steps.addFirst(new Step(step.message(), step.next() + 1));
    }
    goOn();
  }
}
