package dev.valence.bench.worker;

import dev.valence.bench.Measurement;

/** One thread that waits for each whole response before it sends the next request. */
final class Sequential implements Driver {
  /** One request, checked. */
  interface Operation {
    void run() throws Exception;
  }

  private final Operation operation;

  Sequential(Operation operation) {
    this.operation = operation;
  }

  @Override
  public void warmUp(long nanos) throws Exception {
    repeat(nanos);
  }

  @Override
  public Measurement measure(long nanos) throws Exception {
    Reading before = Reading.now();
    long operations = repeat(nanos);
    return Reading.now().since(before, operations);
  }

  private long repeat(long nanos) throws Exception {
    long start = System.nanoTime();
    long count = 0;
    do {
      operation.run();
      count++;
    } while (System.nanoTime() - start < nanos);
    return count;
  }
}
