package dev.valence.ipc.service;

import org.jspecify.annotations.Nullable;

/**
 * The last parameter of a service's method that tells how it goes on: the implementation reports,
 * the caller is called.
 *
 * @param <T> what is reported: any type that a method could return
 */
@FunctionalInterface
public interface Progress<T extends @Nullable Object> {
  /**
   * Reports. The caller hears of it before it has the result; what is reported after the result is
   * dropped. In the implementation: any thread may call it, and it does not wait for the caller.
   */
  void report(T value);
}
