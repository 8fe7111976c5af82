package dev.valence.net.internal.http2;

import java.time.Duration;

/**
 * What a connection announces and where it draws the line. The figures of {@link #DEFAULT} are
 * Chromium's ({@code net/spdy/spdy_session.cc}, {@code net/http/http_network_session.cc}) where it
 * has one.
 *
 * @param streamWindow bytes of one response that the server may send ahead of the reader
 * @param connectionWindow the same for all responses together
 * @param headerTable bytes of the HPACK table that responses may use
 * @param headerList the largest list of response fields, in bytes as RFC 9113 §6.5.2 counts
 * @param assumedStreams streams at once before the server has said its limit
 * @param mostStreams streams at once whatever the server allows
 * @param uploadAhead bytes of one request body that may wait for the server's window
 * @param pingAfter a connection silent for longer is probed when it is used again; zero: never
 * @param pingLimit how long the answer to the probe may take
 * @param controlFrames frames without use for a response that a server may send in {@code
 *     controlPeriod}
 * @param controlPeriod the period that {@code controlFrames} counts in
 * @param unsentAnswers acknowledgements and resets that may wait to be taken by the server
 */
public record Http2Limits(
    int streamWindow,
    int connectionWindow,
    int headerTable,
    int headerList,
    int assumedStreams,
    int mostStreams,
    int uploadAhead,
    Duration pingAfter,
    Duration pingLimit,
    int controlFrames,
    Duration controlPeriod,
    int unsentAnswers) {
  public static final Http2Limits DEFAULT =
      new Http2Limits(
          6 * 1024 * 1024,
          15 * 1024 * 1024,
          64 * 1024,
          256 * 1024,
          100,
          256,
          256 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          5_000,
          Duration.ofSeconds(10),
          10_000);

  /** The same limits with other windows. */
  public Http2Limits withWindows(int newStreamWindow, int newConnectionWindow) {
    return new Http2Limits(
        newStreamWindow,
        newConnectionWindow,
        headerTable,
        headerList,
        assumedStreams,
        mostStreams,
        uploadAhead,
        pingAfter,
        pingLimit,
        controlFrames,
        controlPeriod,
        unsentAnswers);
  }

  /** The same limits with other times for the probe. */
  public Http2Limits withPing(Duration newPingAfter, Duration newPingLimit) {
    return new Http2Limits(
        streamWindow,
        connectionWindow,
        headerTable,
        headerList,
        assumedStreams,
        mostStreams,
        uploadAhead,
        newPingAfter,
        newPingLimit,
        controlFrames,
        controlPeriod,
        unsentAnswers);
  }
}
