package dev.valence.bench.websocket;

import dev.valence.bench.Jvm;
import dev.valence.bench.client.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The echo server in a JVM of its own. */
record ServerProcess(Process process, URI uri) implements AutoCloseable {

  static ServerProcess start(Jvm jvm, Path log) throws IOException {
    Process process =
        new ProcessBuilder(
                jvm.command(Peer.NETTY.artifacts(), List.of(), EchoServer.class, List.of()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (port == null) {
      throw new IOException("the echo server did not start; see " + log);
    }
    return new ServerProcess(process, URI.create("ws://127.0.0.1:" + port + "/"));
  }

  /** Processor time that it has used. */
  long cpuNanos() {
    return process.toHandle().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
