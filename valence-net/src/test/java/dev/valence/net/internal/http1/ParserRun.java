package dev.valence.net.internal.http1;

import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Feeds a parser pieces of a response the way a connection does, and writes down what it makes of
 * them as one line of text: {@code 200 FIXED:5 keep | hello | end}.
 */
final class ParserRun implements Http1ResponseParser.Output {
  private final StringBuilder told = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final Http1ResponseParser parser = new Http1ResponseParser(this, new HeaderStrings());
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;
  private boolean broken;
  private int mostPending;

  private ParserRun(boolean headRequest) {
    parser.begin(headRequest ? "HEAD" : "GET");
  }

  /** A response to GET in one piece, then the end of the connection. */
  static String whole(String wire) {
    ParserRun run = forGet();
    run.feed(wire);
    return run.close();
  }

  static ParserRun forGet() {
    return new ParserRun(false);
  }

  static ParserRun forHead() {
    return new ParserRun(true);
  }

  /** The next bytes (ISO 8859-1) from the server. */
  ParserRun feed(String bytes) {
    return feed(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  ParserRun feed(byte[] bytes) {
    pending = Unpooled.copiedBuffer(pending, Unpooled.wrappedBuffer(bytes));
    if (!broken) {
      try {
        parser.parse(pending);
      } catch (NetException e) {
        fail(e);
      }
    }
    mostPending = Math.max(mostPending, pending.readableBytes());
    return this;
  }

  /** The server closes: everything that was told, and what was left unread after the end. */
  String close() {
    boolean wasDone = parser.isDone();
    if (!broken) {
      try {
        parser.endOfInput();
      } catch (NetException e) {
        fail(e);
      }
    }
    flushBody();
    if (wasDone && !broken && pending.isReadable()) {
      told.append(" | left ").append(pending.readableBytes());
    }
    return told.toString();
  }

  /** What was told so far. */
  String told() {
    flushBody();
    return told.toString();
  }

  boolean isBroken() {
    return broken;
  }

  /** The most bytes that the parser left in the buffer. */
  int mostPending() {
    return mostPending;
  }

  private void fail(NetException e) {
    broken = true;
    flushBody();
    separate();
    told.append(e.error().name());
  }

  @Override
  public void onHead(ResponseHead head, BodyFraming framing) {
    flushBody();
    separate();
    told.append(head.status());
    if (framing.kind() != BodyFraming.Kind.INTERIM) {
      told.append(' ').append(framing.kind());
      if (framing.kind() == BodyFraming.Kind.FIXED) {
        told.append(':').append(framing.length());
      }
      told.append(framing.keepAlive() ? " keep" : " close");
    }
  }

  @Override
  public void onBody(ByteBuf bytes) {
    body.append(bytes.toString(StandardCharsets.ISO_8859_1));
    bytes.release();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    flushBody();
    separate();
    told.append("end");
    if (trailers != null) {
      told.append(' ').append(trailers.toRawList());
    }
  }

  private void flushBody() {
    if (body.length() > 0) {
      separate();
      told.append(body.length() > 200 ? body.length() + " bytes" : body.toString());
      body.setLength(0);
    }
  }

  private void separate() {
    if (told.length() > 0) {
      told.append(" | ");
    }
  }
}
