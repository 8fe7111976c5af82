package dev.valence.bench.client;

import dev.valence.bench.client.BenchClient.Done;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** How the bare Netty client sends its requests: over HTTP/1.1 or HTTP/2. Any thread may call. */
interface NettyRoad {
  /** Adds the handlers above TLS. */
  void initialise(ChannelPipeline pipeline);

  void get(Done done);

  void download(CompletableFuture<Long> length);

  /** Completes with the length of the file. */
  void save(Path file, CompletableFuture<Long> length) throws IOException;

  void upload(Done done);
}
