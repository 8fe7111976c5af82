package dev.valence.net.cookie;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
final class ManualClock implements InstantSource {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private volatile Instant now;

  ManualClock() {
    this(START);
  }

  ManualClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
