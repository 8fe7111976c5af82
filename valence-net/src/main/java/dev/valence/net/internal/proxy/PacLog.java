package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.pac.PacListener;

/** Tells the net log what a script says. */
record PacLog(NetLogWithSource log) implements PacListener {
  @Override
  public void onAlert(String message) {
    if (log.isCapturing()) {
      log.event(NetLogEventType.PAC_JAVASCRIPT_ALERT, fields -> fields.put("message", message));
    }
  }

  @Override
  public void onError(int line, String message) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.PAC_JAVASCRIPT_ERROR,
          fields -> fields.put("line_number", line).put("message", message));
    }
  }
}
