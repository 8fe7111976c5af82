package dev.valence.bench.ipc;

/** A way to exchange messages with another JVM, which is running. */
interface Contender extends AutoCloseable {
  String name();

  /**
   * Measures.
   *
   * @param count how many
   * @param bytes of each message
   * @return nanoseconds: of each round trip in the order they were made; of all together where the
   *     messages are pipelined
   */
  long[] measure(Kind kind, int count, int bytes) throws Exception;

  @Override
  void close() throws Exception;

  /** What is measured. */
  enum Kind {
    /** One call after another; bytes go there and come back. */
    ROUND_TRIPS,
    /** Messages one way, and at the end one call. */
    PIPELINED
  }
}
