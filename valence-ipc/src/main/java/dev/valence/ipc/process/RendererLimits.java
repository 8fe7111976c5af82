package dev.valence.ipc.process;

import java.time.Duration;
import java.util.Objects;

/**
 * What a renderer may do to the main process. What goes beyond a limit is refused or slowed down,
 * or ends the renderer, as each limit says; the others do not notice.
 */
public final class RendererLimits {
  /** What becomes of a renderer that sends faster than its rate. */
  public enum Excess {
    /** Its line is not read until it is within the rate again; it is held up where it sends. */
    THROTTLE,
    /** It is ended. */
    END
  }

  /** 64 MiB a message, any rate, 16 MiB waiting, 65,536 open calls, 30 s for {@code sendSync}. */
  public static final RendererLimits DEFAULT = builder().build();

  private final int messageBytes;
  private final long messagesPerSecond;
  private final long burst;
  private final Excess excess;
  private final long backlogBytes;
  private final int openCalls;
  private final Duration sendSyncTimeout;

  private RendererLimits(Builder builder) {
    messageBytes = builder.messageBytes;
    messagesPerSecond = builder.messagesPerSecond;
    burst = builder.burst;
    excess = builder.excess;
    backlogBytes = builder.backlogBytes;
    openCalls = builder.openCalls;
    sendSyncTimeout = builder.sendSyncTimeout;
  }

  /** Collects limits. */
  public static Builder builder() {
    return new Builder();
  }

  /** The longest message that it may send, in bytes. */
  public int messageBytes() {
    return messageBytes;
  }

  /** How many messages it may send a second; 0 for any. */
  public long messagesPerSecond() {
    return messagesPerSecond;
  }

  /** How many it may send at once after a rest. */
  public long burst() {
    return burst;
  }

  /** What becomes of a renderer that sends faster. */
  public Excess excess() {
    return excess;
  }

  /** How much of it may wait for the event thread, in bytes, until its line is not read. */
  public long backlogBytes() {
    return backlogBytes;
  }

  /** How many of its calls may wait for an answer; further ones fail. */
  public int openCalls() {
    return openCalls;
  }

  /** How long it waits in {@code sendSync}; zero for ever. */
  public Duration sendSyncTimeout() {
    return sendSyncTimeout;
  }

  /** Collects limits; wrong ones are refused where they are given. */
  public static final class Builder {
    private int messageBytes = 64 << 20;
    private long messagesPerSecond;
    private long burst;
    private Excess excess = Excess.THROTTLE;
    private long backlogBytes = 16 << 20;
    private int openCalls = 65_536;
    private Duration sendSyncTimeout = Duration.ofSeconds(30);

    private Builder() {}

    /**
     * The longest message that it may send, in bytes, 64 KiB to 1 GiB. A longer one is refused
     * where it is sent; one that gets here all the same ends the renderer.
     */
    public Builder messageBytes(int bytes) {
      messageBytes = (int) within("messageBytes", bytes, 64 << 10, 1 << 30);
      return this;
    }

    /**
     * How many messages it may send a second, and how many at once after a rest: of all kinds,
     * those of ports included.
     */
    public Builder rate(long perSecond, long atOnce, Excess what) {
      messagesPerSecond = within("messages per second", perSecond, 1, 1_000_000_000);
      burst = within("messages at once", atOnce, 1, 1_000_000_000);
      excess = Objects.requireNonNull(what, "what");
      return this;
    }

    /** See {@link RendererLimits#backlogBytes()}; 64 KiB to 1 GiB. */
    public Builder backlogBytes(long bytes) {
      backlogBytes = within("backlogBytes", bytes, 64 << 10, 1 << 30);
      return this;
    }

    /** See {@link RendererLimits#openCalls()}; at least 1. */
    public Builder openCalls(int calls) {
      openCalls = (int) within("openCalls", calls, 1, Integer.MAX_VALUE);
      return this;
    }

    /** How long it waits in {@code sendSync}, in milliseconds; zero for ever. */
    public Builder sendSyncTimeout(Duration time) {
      within("sendSyncTimeout in milliseconds", time.toMillis(), 0, Long.MAX_VALUE);
      sendSyncTimeout = time;
      return this;
    }

    /** The limits. */
    public RendererLimits build() {
      return new RendererLimits(this);
    }

    private static long within(String what, long value, long least, long most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(what + ": " + value + "; from " + least + " to " + most);
      }
      return value;
    }
  }
}
