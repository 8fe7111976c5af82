package dev.valence.internal.download;

import dev.valence.download.InterruptReason;
import dev.valence.internal.download.rules.InterruptRules;
import dev.valence.net.NetException;
import dev.valence.net.url.Url;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What broke a download.
 *
 * @param mayPass whether the same again, a little later, may help
 * @param retryAfter what the server said of it; null for nothing
 */
record Fault(
    InterruptReason reason,
    @Nullable Exception cause,
    boolean mayPass,
    @Nullable String retryAfter) {

  static Fault of(InterruptReason reason) {
    return new Fault(reason, null, InterruptRules.mayPass(reason), null);
  }

  static Fault ofNetwork(NetException failure) {
    InterruptReason reason = InterruptRules.ofNetwork(failure.error());
    return new Fault(reason, failure, InterruptRules.mayPass(reason), null);
  }

  static Fault ofDisk(IOException failure) {
    InterruptReason reason = InterruptRules.ofFile(failure);
    return new Fault(reason, failure, InterruptRules.mayPass(reason), null);
  }

  static Fault ofStatus(
      @Nullable InterruptReason reason, int status, Url url, @Nullable String retryAfter) {
    return new Fault(
        reason == null ? InterruptReason.SERVER_FAILED : reason,
        new IOException("the server answered " + status + " to " + url.href()),
        InterruptRules.mayPass(status),
        retryAfter);
  }
}
