package dev.valence.bench.websocket;

import dev.valence.bench.Measurement;
import dev.valence.bench.websocket.client.EchoClient;
import dev.valence.bench.worker.Driver;
import java.io.IOException;

/** One thread that waits for each echo before it sends the next message. */
final class WaitingLoad implements Driver {
  private final EchoClient.Exchange exchange;
  private final int size;

  WaitingLoad(EchoClient client, SocketScenario scenario) throws Exception {
    exchange = client.connectToWait();
    size = scenario.payload().size();
  }

  @Override
  public void warmUp(long nanos) throws Exception {
    repeat(nanos);
  }

  @Override
  public Measurement measure(long nanos) throws Exception {
    Reading before = Reading.now();
    long echoes = repeat(nanos);
    return Reading.now().since(before, echoes);
  }

  private long repeat(long nanos) throws Exception {
    long start = System.nanoTime();
    long count = 0;
    do {
      int length = exchange.run();
      if (length != size) {
        throw new IOException("an echo has " + length + " bytes, not " + size);
      }
      count++;
    } while (System.nanoTime() - start < nanos);
    return count;
  }
}
