package dev.valence.net.internal.road;

import dev.valence.net.internal.cache.rules.Reuse;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import java.util.Locale;

/** Tells the net log what the cache did for a request, and why. */
final class CacheVisitLog {
  private final NetLogWithSource log;

  CacheVisitLog(NetLogWithSource log) {
    this.log = log;
  }

  void begin(NetLogEventType type) {
    log.begin(type);
  }

  void end(NetLogEventType type) {
    log.end(type);
  }

  /** What a stored response is good for. */
  void decided(Reuse reuse) {
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP_CACHE_READ_INFO,
          fields ->
              fields
                  .put("decision", reuse.kind().name().toLowerCase(Locale.ROOT))
                  .put("reason", reuse.reason())
                  .put("age_seconds", reuse.freshness().ageSeconds())
                  .put("lifetime_seconds", reuse.freshness().lifetimeSeconds()));
    }
  }

  void miss(String reason) {
    say(NetLogEventType.HTTP_CACHE_READ_INFO, "miss", reason);
  }

  void passedBy(String reason) {
    say(NetLogEventType.HTTP_CACHE_READ_INFO, "bypass", reason);
  }

  void confirmed() {
    say(NetLogEventType.HTTP_CACHE_WRITE_INFO, "updated", "the server confirmed it");
  }

  void continued() {
    say(NetLogEventType.HTTP_CACHE_WRITE_INFO, "continued", "the server sends the rest");
  }

  void stored() {
    log.event(NetLogEventType.HTTP_CACHE_CREATE_ENTRY);
  }

  void notStored(String reason) {
    say(NetLogEventType.HTTP_CACHE_WRITE_INFO, "not_stored", reason);
  }

  void doomed(String reason) {
    say(NetLogEventType.HTTP_CACHE_DOOM_ENTRY, "doomed", reason);
  }

  private void say(NetLogEventType type, String decision, String reason) {
    if (log.isCapturing()) {
      log.event(type, fields -> fields.put("decision", decision).put("reason", reason));
    }
  }
}
