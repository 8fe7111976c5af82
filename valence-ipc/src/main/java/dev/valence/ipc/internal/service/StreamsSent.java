package dev.valence.ipc.internal.service;

import dev.valence.ipc.mapping.TypeUse;
import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one call, at its caller. For each there is a channel; the other ends go ahead of
 * the call in a message, under a key that the call names. A stream that the call returns has a
 * channel from the beginning, too, so that ports go one way only.
 */
final class StreamsSent {
  private record Source(Object stream, MessagePortMain port) {}

  private static final AtomicLong KEYS = new AtomicLong();

  private final String key = Long.toString(KEYS.incrementAndGet());
  private final CallLine line;
  private final List<Source> sources = new ArrayList<>();
  private final List<MessagePortMain> mine = new ArrayList<>();
  private final List<MessagePortMain> theirs = new ArrayList<>();
  private @Nullable MessagePortMain result;

  StreamsSent(CallLine line) {
    this.line = line;
  }

  /** A stream among the arguments; returns what stands for it. */
  Object argument(Object stream) {
    sources.add(new Source(stream, channel()));
    return marker();
  }

  /** The stream that is to be returned; returns what stands for it. */
  Object result() {
    result = channel();
    return marker();
  }

  private MessagePortMain channel() {
    MessageChannelMain channel = line.messageChannel();
    mine.add(channel.port1());
    theirs.add(channel.port2());
    return channel.port1();
  }

  private JsObject marker() {
    return new JsObject().put("stream", key).put("port", theirs.size() - 1);
  }

  /** Sends the ports ahead. */
  void post(String channel) {
    if (!theirs.isEmpty()) {
      line.postMessage(channel, key, theirs);
    }
  }

  /**
   * Before the ports are sent: what the call takes flows as it is wanted, and is closed with its
   * port.
   */
  void begin() {
    sources.forEach(source -> StreamType.send(source.stream(), source.port()));
  }

  /** The stream that the call has returned. */
  Object received(TypeUse type) {
    MessagePortMain port = result;
    if (port == null) {
      throw new IllegalStateException("The call returns no stream");
    }
    return StreamType.receive(type, port);
  }

  /** The call has failed, or is not wanted any more: nothing flows, the sources are closed. */
  void abandon() {
    mine.forEach(MessagePortMain::close);
  }
}
