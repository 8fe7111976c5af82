package dev.valence.bench.websocket;

import dev.valence.bench.websocket.client.Payload;
import java.util.Arrays;
import java.util.Locale;

/** One row of the comparison of WebSocket clients. */
public enum SocketScenario {
  SEQ("64 bytes there and back; the listener sends the next", false, 64, 1),
  WAIT("64 bytes there and back; a thread waits for each", false, 64, 1),
  FLIGHT("64 bytes, 1,000 in flight on one socket", false, 64, 1000),
  FLIGHT_TEXT("64 characters of text, 1,000 in flight on one socket", true, 64, 1000),
  LARGE("1 MB there and back", false, 1 << 20, 1),
  IDLE("1,000 sockets that do nothing", false, 64, 0);

  /** How many sockets {@link #IDLE} opens. */
  static final int IDLE_SOCKETS = 1000;

  private final String title;
  private final Payload payload;
  private final int inFlight;

  SocketScenario(String title, boolean text, int size, int inFlight) {
    this.title = title;
    this.payload = new Payload(text, size);
    this.inFlight = inFlight;
  }

  /** The name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in reports. */
  public String title() {
    return title;
  }

  /** What is sent. */
  public Payload payload() {
    return payload;
  }

  /** How many messages are under way at once. */
  public int inFlight() {
    return inFlight;
  }

  /**
   * The scenario of a name on the command line.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SocketScenario of(String key) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario \""
                        + key
                        + "\"; there are "
                        + Arrays.stream(values()).map(SocketScenario::key).toList()));
  }
}
