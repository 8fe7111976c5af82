package dev.valence.ipc.internal.service;

import dev.valence.ipc.service.ExposedService;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service that is exposed. */
public final class Exposure implements ExposedService {
  private final String name;
  private final Class<?> type;
  private final Runnable withdraw;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A service that is exposed until {@code withdraw} is run, which is once. */
  public Exposure(String name, Class<?> type, Runnable withdraw) {
    this.name = name;
    this.type = type;
    this.withdraw = withdraw;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      withdraw.run();
    }
  }

  @Override
  public String toString() {
    return "ExposedService[" + name + ", " + type.getName() + "]";
  }
}
