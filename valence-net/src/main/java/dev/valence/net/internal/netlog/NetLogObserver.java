package dev.valence.net.internal.netlog;

import dev.valence.net.netlog.NetLogCaptureMode;

/**
 * Hears what happens. Called on network threads, several at a time: must be quick and not throw.
 */
@FunctionalInterface
public interface NetLogObserver {
  /** Something happened; its parameters are to be read before this returns. */
  void onEvent(NetLogEvent event);

  /** How much this observer wants to know; does not change. */
  default NetLogCaptureMode captureMode() {
    return NetLogCaptureMode.DEFAULT;
  }
}
