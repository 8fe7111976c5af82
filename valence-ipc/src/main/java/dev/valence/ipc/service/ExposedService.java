package dev.valence.ipc.service;

/** An implementation that the other side can call, until this is closed. */
public interface ExposedService extends AutoCloseable {
  /** The channel's name. */
  String name();

  /** The interface. */
  Class<?> type();

  /**
   * Withdraws it: later calls find no handler; those that run go on. Has no effect the second time.
   */
  @Override
  void close();
}
