package dev.valence.ipc.internal.wire;

import java.util.List;

/**
 * What goes over a link, one record a kind. Frames of a link arrive in the order in which they were
 * sent. Payloads are structured clones. Numbers of calls are the caller's; each side counts its
 * own.
 */
public sealed interface Frame {
  /**
   * The first frame of who connects.
   *
   * @param secret what the hub gave to the process it started
   * @param pid the number of the process
   * @param kind what it is: {@link #JVM}, {@link #NODE}
   */
  record Hello(int version, Payload secret, long pid, int kind) implements Frame {}

  /** The kind of a process that is a JVM. */
  int JVM = 0;

  /** The kind of a process that runs Node.js. */
  int NODE = 1;

  /**
   * The hub's answer: from here on both may send.
   *
   * @param maxFrameBytes the longest frame that the hub takes
   * @param syncTimeoutMillis how long {@code sendSync} waits at most; 0 for ever
   */
  record Welcome(int rendererId, int maxFrameBytes, long syncTimeoutMillis) implements Frame {}

  /**
   * A message.
   *
   * @param senderId the renderer that sent it with {@code sendTo}; 0 where the other side did
   */
  record Send(int senderId, String channel, Payload args) implements Frame {}

  /** A message with ports. */
  record Post(String channel, List<PortRef> ports, Payload message) implements Frame {}

  /**
   * A call that is answered by {@link Result} or {@link Failure}.
   *
   * @param deadlineMillis the time that the caller gives it; 0 for any
   */
  record Invoke(int callId, long deadlineMillis, String channel, Payload args) implements Frame {}

  /** A call whose caller is blocked until the answer is there. */
  record SendSync(int callId, String channel, Payload args) implements Frame {}

  /** The answer of a call. */
  record Result(int callId, Payload value) implements Frame {}

  /**
   * The failure of a call.
   *
   * @param text its text form, such as {@code Error: no}
   * @param error what is known of it besides: an object
   */
  record Failure(int callId, String text, Payload error) implements Frame {}

  /** The caller does not want the answer any more. */
  record Cancel(int callId) implements Frame {}

  /** A word from a call that goes on. */
  record Progress(int callId, Payload value) implements Frame {}

  /**
   * A message for the host of a renderer.
   *
   * @param senderId the renderer it comes from; 0 on its way to the hub
   */
  record ToHost(int senderId, String channel, Payload args) implements Frame {}

  /** A message for another renderer, by way of the hub. */
  record SendTo(int rendererId, String channel, Payload args) implements Frame {}

  /** Two ports that belong together are known to the hub from now on. */
  record PortOpen(long port, long peer) implements Frame {}

  /**
   * A message of a port.
   *
   * @param port to the hub: the port it was posted on; from the hub: the one it is for
   * @param seq its number; counts from 1
   */
  record PortMessage(long port, long seq, List<PortRef> ports, Payload message) implements Frame {}

  /** The holder of a port took its messages up to this number. */
  record PortConsumed(long port, long seq) implements Frame {}

  /** A port is closed; after its messages. */
  record PortClose(long port) implements Frame {}

  /** The last frame: the sender leaves, or throws the other out. */
  record Goodbye(String reason) implements Frame {}
}
