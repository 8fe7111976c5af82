package dev.valence.net.internal.netlog;

import dev.valence.net.NetException;

/**
 * The log as one source of events sees it. Parameters are only made while somebody listens: guard
 * calls that pass a capturing lambda with {@link #isCapturing}. Thread-safe.
 */
public final class NetLogWithSource {
  private final NetLog log;
  private final NetLogSource source;

  NetLogWithSource(NetLog log, NetLogSource source) {
    this.log = log;
    this.source = source;
  }

  public boolean isCapturing() {
    return log.isCapturing();
  }

  /** The log behind it, to make further sources. */
  public NetLog log() {
    return log;
  }

  /** Who speaks; other sources name it in their parameters. */
  public NetLogSource source() {
    return source;
  }

  /** Something begins; {@link #end} of the same type tells its end. */
  public void begin(NetLogEventType type) {
    log.tell(type, source, NetLogPhase.BEGIN, NetLogParameters.NONE);
  }

  /** As {@link #begin(NetLogEventType)}, with parameters. */
  public void begin(NetLogEventType type, NetLogParameters parameters) {
    log.tell(type, source, NetLogPhase.BEGIN, parameters);
  }

  public void end(NetLogEventType type) {
    log.tell(type, source, NetLogPhase.END, NetLogParameters.NONE);
  }

  /** As {@link #end(NetLogEventType)}, with parameters. */
  public void end(NetLogEventType type, NetLogParameters parameters) {
    log.tell(type, source, NetLogPhase.END, parameters);
  }

  /** What began has failed. */
  public void endWithError(NetLogEventType type, NetException failure) {
    if (isCapturing()) {
      end(type, fields -> fields.put("net_error", failure.error().code()));
    }
  }

  /** Something happens that takes no time. */
  public void event(NetLogEventType type) {
    log.tell(type, source, NetLogPhase.NONE, NetLogParameters.NONE);
  }

  /** As {@link #event(NetLogEventType)}, with parameters. */
  public void event(NetLogEventType type, NetLogParameters parameters) {
    log.tell(type, source, NetLogPhase.NONE, parameters);
  }

  /** Tells that another source works for this one, in both directions. */
  public void bind(NetLogEventType type, NetLogWithSource other) {
    if (isCapturing()) {
      event(type, fields -> fields.put("source_dependency", other.source));
    }
  }
}
