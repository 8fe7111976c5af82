package dev.valence.net.internal.throttle;

import dev.valence.net.BodyStream;
import dev.valence.net.NetworkConditions;
import dev.valence.net.RequestBody;
import dev.valence.net.internal.exchange.UpgradedBody;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The line of one session, real or emulated. Confined to the network thread. */
public final class Throttle {
  private final EventLoop loop;
  private @Nullable NetworkConditions conditions;
  private @Nullable ThrottledLine down;
  private @Nullable ThrottledLine up;

  public Throttle(EventLoop loop) {
    this.loop = loop;
  }

  /** The conditions from now on, also for bodies that are on a throttled line; null for none. */
  public void conditions(@Nullable NetworkConditions next) {
    conditions = next;
    down = changed(down, next == null ? 0 : next.downloadThroughput());
    up = changed(up, next == null ? 0 : next.uploadThroughput());
  }

  private @Nullable ThrottledLine changed(@Nullable ThrottledLine line, double bytesPerSecond) {
    if (line != null) {
      line.speed(bytesPerSecond);
      return bytesPerSecond > 0 ? line : null;
    }
    return bytesPerSecond > 0 ? new ThrottledLine(LineClock.of(loop), bytesPerSecond) : null;
  }

  public boolean isOn() {
    return conditions != null;
  }

  public boolean isOffline() {
    return conditions != null && conditions.offline();
  }

  /** How long a head takes at the least. */
  public long latencyNanos() {
    return conditions == null
        ? 0
        : (long) (conditions.latency() * TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** The line to this side; null where it has no limit. */
  @Nullable ThrottledLine down() {
    return down;
  }

  /** The line to the servers; null where it has no limit. */
  @Nullable ThrottledLine up() {
    return up;
  }

  /** The stream over the line, whatever the line will be while it stands. */
  public UpgradedBody stream(UpgradedBody body) {
    return new ThrottledUpgrade(body, this);
  }

  /** The body as it comes over the line; null where the line has no limit. */
  public @Nullable ThrottledBody download(BodyStream body) {
    return down == null ? null : new ThrottledBody(body, down);
  }

  public @Nullable RequestBody upload(@Nullable RequestBody body) {
    return up == null || body == null || body instanceof ThrottledUpload
        ? body
        : new ThrottledUpload(body, up, loop);
  }
}
