package dev.valence.bench.micro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.bench.clone.Order;
import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.mapping.JsToJava;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of about 1 KB through structured clone, and the same through Jackson, which keeps
 * neither identity nor undefined: to bytes, to a tree, to records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StructuredCloneBenchmark {
  private final StructuredClone clone = StructuredClone.ofDefaults();
  private final ObjectMapper json = new ObjectMapper();
  private final Order order = Order.SAMPLE;
  private byte[] cloned = {};
  private byte[] text = {};

  /** Makes the bytes to read. */
  @Setup
  public void write() throws IOException {
    cloned = clone.serialize(order);
    text = json.writeValueAsBytes(order);
    if (!order.equals(readRecords()) || !order.equals(jacksonReadRecords())) {
      throw new IllegalStateException("what was read is not what was written");
    }
  }

  /** Records to bytes. */
  @Benchmark
  public byte[] serialize() {
    return clone.serialize(order);
  }

  /** Bytes to the model. */
  @Benchmark
  public @Nullable Object deserialize() {
    return clone.deserialize(cloned);
  }

  /** Bytes to the model to records. */
  @Benchmark
  public @Nullable Order readRecords() {
    return JsToJava.as(clone.deserialize(cloned), Order.class);
  }

  /** Records to JSON. */
  @Benchmark
  public byte[] jacksonSerialize() throws JsonProcessingException {
    return json.writeValueAsBytes(order);
  }

  /** JSON to a tree. */
  @Benchmark
  public Object jacksonDeserialize() throws IOException {
    return json.readTree(text);
  }

  /** JSON to records. */
  @Benchmark
  public Order jacksonReadRecords() throws IOException {
    return json.readValue(text, Order.class);
  }
}
