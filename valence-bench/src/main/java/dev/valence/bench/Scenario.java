package dev.valence.bench;

import dev.valence.bench.client.Wire;
import java.util.Arrays;
import java.util.Locale;

/** One row of the comparison. */
public enum Scenario {
  SEQ_H1("1 KB GET, one after the other, h1", Work.GET, Wire.H1, 1),
  SEQ_TLS("1 KB GET, one after the other, h1+TLS", Work.GET, Wire.TLS, 1),
  SEQ_H2("1 KB GET, one after the other, h2", Work.GET, Wire.H2, 1),
  FLIGHT_H1("1 KB GET, 64 in flight, h1, 64 connections", Work.GET, Wire.H1, 64),
  FLIGHT_TLS("1 KB GET, 64 in flight, h1+TLS, 64 connections", Work.GET, Wire.TLS, 64),
  FLIGHT_H2("1 KB GET, 64 in flight, one h2 connection", Work.GET, Wire.H2, 64),
  NEW_TCP("new TCP connections with one GET each, 8 at once", Work.CONNECT, Wire.H1, 8),
  NEW_TLS("new TLS connections with one GET each, 8 at once", Work.CONNECT, Wire.TLS, 8),
  DOWNLOAD_H1("256 MB download, h1", Work.DOWNLOAD, Wire.H1, 1),
  DOWNLOAD_TLS("256 MB download, h1+TLS", Work.DOWNLOAD, Wire.TLS, 1),
  DOWNLOAD_H2("256 MB download, h2", Work.DOWNLOAD, Wire.H2, 1),
  SAVE_H1("256 MB download to a file, h1", Work.SAVE, Wire.H1, 1),
  SAVE_TLS("256 MB download to a file, h1+TLS", Work.SAVE, Wire.TLS, 1),
  UPLOAD_H1("64 MB upload, h1", Work.UPLOAD, Wire.H1, 1),
  UPLOAD_TLS("64 MB upload, h1+TLS", Work.UPLOAD, Wire.TLS, 1),
  UPLOAD_H2("64 MB upload, h2", Work.UPLOAD, Wire.H2, 1),
  CACHE_HIT_1K("1 KB GET out of the client's cache", Work.CACHE_HIT_1K, Wire.H1, 1),
  CACHE_HIT_1M("1 MB GET out of the client's cache", Work.CACHE_HIT_1M, Wire.H1, 1),
  COLD_START("JVM start to the first response, h1", Work.START, Wire.H1, 1),
  COLD_START_CDS("the same, with class-data sharing for each", Work.START, Wire.H1, 1);

  private final String title;
  private final Work work;
  private final Wire wire;
  private final int inFlight;

  Scenario(String title, Work work, Wire wire, int inFlight) {
    this.title = title;
    this.work = work;
    this.wire = wire;
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

  /** What is repeated. */
  public Work work() {
    return work;
  }

  /** The protocol. */
  public Wire wire() {
    return wire;
  }

  /** How many requests are under way at once; 1 means that a caller waits for each. */
  public int inFlight() {
    return inFlight;
  }

  /** How many connections a client may keep. */
  public int connections() {
    return wire == Wire.H2 ? 1 : inFlight;
  }

  /**
   * The scenario of a name on the command line.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Scenario of(String key) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario \""
                        + key
                        + "\"; there are "
                        + Arrays.stream(values()).map(Scenario::key).toList()));
  }
}
