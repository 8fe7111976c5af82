package dev.valence.net.internal.netlog;

import dev.valence.net.NetException;
import org.jspecify.annotations.Nullable;

/**
 * The log as one source of events sees it. Parameters are only made while somebody listens: guard
 * calls that pass a capturing lambda with {@link #isCapturing}. Thread-safe.
 */
public final class NetLogWithSource {
  private final NetLog log;
  private final NetLogSourceType type;
  private volatile @Nullable NetLogSource source;

  NetLogWithSource(NetLog log, NetLogSourceType type) {
    this.log = log;
    this.type = type;
  }

  public boolean isCapturing() {
    return log.isCapturing();
  }

  /** Whether somebody listens who wants the bytes of sockets and bodies, too. */
  public boolean isCapturingBytes() {
    return log.isCapturingBytes();
  }

  /** The log behind it, to make further sources. */
  public NetLog log() {
    return log;
  }

  /**
   * Who speaks; other sources name it in their parameters. Always the same: made, with its number,
   * when it is first asked for, so that it costs nothing where nobody listens.
   */
  public NetLogSource source() {
    NetLogSource known = source;
    return known == null ? newSource() : known;
  }

  private synchronized NetLogSource newSource() {
    NetLogSource known = source;
    if (known == null) {
      known = new NetLogSource(type, log.nextId(), System.nanoTime());
      source = known;
    }
    return known;
  }

  /** Something begins; {@link #end} of the same type tells its end. */
  public void begin(NetLogEventType event) {
    tell(event, NetLogPhase.BEGIN, NetLogParameters.NONE);
  }

  /** As {@link #begin(NetLogEventType)}, with parameters. */
  public void begin(NetLogEventType event, NetLogParameters parameters) {
    tell(event, NetLogPhase.BEGIN, parameters);
  }

  public void end(NetLogEventType event) {
    tell(event, NetLogPhase.END, NetLogParameters.NONE);
  }

  /** As {@link #end(NetLogEventType)}, with parameters. */
  public void end(NetLogEventType event, NetLogParameters parameters) {
    tell(event, NetLogPhase.END, parameters);
  }

  /** What began has failed. */
  public void endWithError(NetLogEventType event, NetException failure) {
    if (isCapturing()) {
      tell(event, NetLogPhase.END, fields -> fields.put("net_error", failure.error().code()));
    }
  }

  /** Something happens that takes no time. */
  public void event(NetLogEventType event) {
    tell(event, NetLogPhase.NONE, NetLogParameters.NONE);
  }

  /** As {@link #event(NetLogEventType)}, with parameters. */
  public void event(NetLogEventType event, NetLogParameters parameters) {
    tell(event, NetLogPhase.NONE, parameters);
  }

  /** Something fails that takes no time. */
  public void error(NetLogEventType event, NetException failure) {
    if (isCapturing()) {
      tell(event, NetLogPhase.NONE, fields -> fields.put("net_error", failure.error().code()));
    }
  }

  /** Tells that another source works for this one. */
  public void bind(NetLogEventType event, NetLogWithSource other) {
    if (isCapturing()) {
      tell(event, NetLogPhase.NONE, fields -> fields.put("source_dependency", other.source()));
    }
  }

  private void tell(NetLogEventType event, NetLogPhase phase, NetLogParameters parameters) {
    if (log.isCapturing()) {
      log.tell(event, source(), phase, parameters);
    }
  }
}
