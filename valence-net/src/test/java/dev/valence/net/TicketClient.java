package dev.valence.net;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A program of its own, as where Java finds a user's tickets stands in the environment: {@code
 * DOMAINS PROXY URL...}, where the domains may hear of the tickets. Prints status and body of each.
 */
public final class TicketClient {
  private TicketClient() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (RoadClient client = RoadClient.with().proxies(FixedProxies.of(args[1])).start()) {
      client.context().authentication().allowAmbientCredentials(args[0]);
      for (String url : Arrays.asList(args).subList(2, args.length)) {
        RoadCall call = client.get(url);
        int status = call.status();
        out.println(status + " " + (status == 200 ? call.text() : ""));
      }
    }
  }
}
