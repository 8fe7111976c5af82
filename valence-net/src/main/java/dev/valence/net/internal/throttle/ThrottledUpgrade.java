package dev.valence.net.internal.throttle;

import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.exchange.UpgradedBody;

/** A stream that will be taken over the session's line. */
record ThrottledUpgrade(UpgradedBody body, Throttle throttle) implements UpgradedBody {
  @Override
  public void take(DuplexStream.Reader reader) {
    body.take(new ThrottledStream(throttle, reader));
  }

  @Override
  public void cancel() {
    body.cancel();
  }
}
