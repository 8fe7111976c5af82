package dev.valence.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The final reply of an exchange: headers go out in the given order and case. One of the ending
 * methods sends it. Framing headers ({@code Content-Length}, {@code Transfer-Encoding}) are added
 * at the end unless given by hand.
 */
public final class Reply {
  private final Exchange exchange;
  private final Wire wire;
  private final int status;
  private final List<Header> headers = new ArrayList<>();
  private final List<Header> trailers = new ArrayList<>();
  private String reason;

  Reply(Exchange exchange, Wire wire, int status) {
    this.exchange = exchange;
    this.wire = wire;
    this.status = status;
    this.reason = Reasons.of(status);
  }

  /** The reason phrase instead of the usual one; HTTP/2 has none. */
  public Reply reason(String phrase) {
    this.reason = phrase;
    return this;
  }

  /** Adds a header line as it is; nothing is checked. */
  public Reply header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  /** Adds a trailer line; over HTTP/1 it needs {@link #chunked()}. */
  public Reply trailer(String name, String value) {
    trailers.add(new Header(name, value));
    return this;
  }

  /**
   * Sends the reply with this text as UTF-8.
   *
   * @throws IOException when the connection is gone
   */
  public void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends the reply with these bytes as its body. For HEAD, 204 and 304 the body is left out; for
   * HEAD its length is still told.
   *
   * @throws IOException when the connection is gone
   */
  public void bytes(byte[] body) throws IOException {
    exchange.markReplied();
    boolean bodiless = bodiless();
    if (!(bodiless && !exchange.method().equals("HEAD")) && !framed()) {
      header("Content-Length", Integer.toString(body.length));
    }
    if (trailers.isEmpty()) {
      wire.head(status, reason, HeaderLines.of(headers), bodiless ? new byte[0] : body);
    } else {
      wire.head(status, reason, HeaderLines.of(headers), null);
      if (!bodiless) {
        wire.data(body, 0, body.length);
      }
      wire.end(HeaderLines.of(trailers), true);
    }
  }

  /**
   * Sends the reply without a body ({@code Content-Length: 0} where one is allowed).
   *
   * @throws IOException when the connection is gone
   */
  public void empty() throws IOException {
    bytes(new byte[0]);
  }

  /**
   * Sends the head with {@code Transfer-Encoding: chunked} (nothing for HTTP/2) and hands back the
   * stream of the body. Each write is one chunk, or one DATA frame or more.
   *
   * @throws IOException when the connection is gone
   */
  public ReplyBody chunked() throws IOException {
    exchange.markReplied();
    if (!exchange.request().version().equals("HTTP/2") && !framed()) {
      header("Transfer-Encoding", "chunked");
    }
    wire.head(status, reason, HeaderLines.of(headers), null);
    return new ReplyBody(wire, -1, trailers);
  }

  /**
   * Sends the head with this {@code Content-Length} and hands back the stream of the body. When it
   * is closed early the connection (HTTP/2: the stream) is ended without the rest.
   *
   * @throws IOException when the connection is gone
   */
  public ReplyBody fixed(long length) throws IOException {
    exchange.markReplied();
    if (!framed()) {
      header("Content-Length", Long.toString(length));
    }
    wire.head(status, reason, HeaderLines.of(headers), null);
    return new ReplyBody(wire, length, trailers);
  }

  /**
   * Sends the head with no framing header: the end of the connection is the end of the body.
   *
   * @throws IOException when the connection is gone
   */
  public ReplyBody untilClose() throws IOException {
    exchange.markReplied();
    wire.head(status, reason, HeaderLines.of(headers), null);
    return new ReplyBody(wire, -1, trailers);
  }

  private boolean bodiless() {
    return exchange.method().equals("HEAD") || status == 204 || status == 304;
  }

  private boolean framed() {
    HeaderLines lines = HeaderLines.of(headers);
    return lines.contains("content-length") || lines.contains("transfer-encoding");
  }
}
