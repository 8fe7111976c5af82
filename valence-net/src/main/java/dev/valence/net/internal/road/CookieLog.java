package dev.valence.net.internal.road;

import dev.valence.net.cookie.CookieDecision;
import dev.valence.net.cookie.SetCookieResult;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the net log says of cookies: which were sent or kept, and why not. Names and values only
 * where a log includes what is sensitive, as in Chromium.
 */
final class CookieLog {
  private static final Consumer<SetCookieResult> NOBODY = result -> {};

  private CookieLog() {}

  static void sends(NetLogWithSource log, List<CookieDecision> decisions) {
    for (CookieDecision decision : decisions) {
      log.event(
          NetLogEventType.COOKIE_INCLUSION_STATUS,
          fields -> {
            fields.put("operation", "send").put("status", decision.inclusion().text());
            if (fields.captureMode().includesSensitive()) {
              fields.put("name", decision.cookie().name());
              fields.put("domain", decision.cookie().domain());
              fields.put("path", decision.cookie().path());
            }
          });
    }
  }

  /** Hears what becomes of the cookies of a response. */
  static Consumer<SetCookieResult> stores(NetLogWithSource log) {
    if (!log.isCapturing()) {
      return NOBODY;
    }
    return result ->
        log.event(
            NetLogEventType.COOKIE_INCLUSION_STATUS,
            fields -> {
              fields.put("operation", "store").put("status", result.inclusion().text());
              if (fields.captureMode().includesSensitive()) {
                fields.put("name", result.name());
              }
            });
  }
}
