package dev.valence.bench.worker;

import dev.valence.bench.client.BenchClient;
import dev.valence.bench.client.Peer;
import dev.valence.bench.client.Target;
import dev.valence.bench.client.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A new JVM's first request: prints one line when the whole response is there. */
public final class ColdStart {
  private ColdStart() {}

  /** Arguments: the peer, the URL, the expected length, the file of the server's certificate. */
  public static void main(String[] args) throws Exception {
    BenchClient client =
        Peer.valueOf(args[0])
            .open(new Target(URI.create(args[1]), Wire.H1, 1, Path.of(args[3]), null));
    byte[] body = client.get();
    if (body.length != Integer.parseInt(args[2])) {
      throw new IOException("the body has " + body.length + " bytes, not " + args[2]);
    }
    System.out.println("ok");
    System.out.flush();
    // exit, not halt: class-data sharing writes its archive then.
    System.exit(0);
  }
}
