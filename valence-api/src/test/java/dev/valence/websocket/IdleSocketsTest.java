package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What open WebSockets cost that do nothing; the server agrees to compress. */
class IdleSocketsTest {
  @Test
  void aHundredIdleSocketsNeedLittleMemory() throws Exception {
    // The program itself holds about 11 MB.
    assertThat(bytesHeld(100)).isLessThan(25_000_000);
  }

  @Test
  @Tag("long")
  void aThousandIdleSocketsNeedLessThanThirtyMegabytes() throws Exception {
    assertThat(bytesHeld(1_000)).isLessThan(30_000_000);
  }

  private static long bytesHeld(int sockets) throws Exception {
    try (UnreliableEcho server = new UnreliableEcho()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  IdleSockets.class.getName(),
                  server.url(),
                  Integer.toString(sockets))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as(printed).isZero();
      System.out.println("idle sockets, heap, direct: " + printed);
      String[] fields = printed.split(" ", -1);
      assertThat(fields[0]).as("sockets open").isEqualTo(Integer.toString(sockets));
      return Long.parseLong(fields[1]) + Long.parseLong(fields[2]);
    }
  }
}
