package dev.valence.net.internal.netlog;

/** What there is to say of an event beyond its type. */
@FunctionalInterface
public interface NetLogParameters {
  NetLogParameters NONE = fields -> {};

  /** Puts the fields; what is secret only where {@link NetLogFields#captureMode} allows it. */
  void describe(NetLogFields fields);
}
