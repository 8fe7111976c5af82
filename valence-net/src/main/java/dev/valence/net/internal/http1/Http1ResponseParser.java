package dev.valence.net.internal.http1;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of one HTTP/1.1 connection (RFC 9112), strict where leniency would let two
 * readers disagree about where a message ends. Bytes that are not understood yet stay in the
 * buffer.
 */
public final class Http1ResponseParser {
  /** Chromium's limit of a response head. */
  static final int MAX_HEAD_BYTES = 256 * 1024;

  /** Chromium's limit of a chunk's size line. */
  static final int MAX_CHUNK_LINE_BYTES = 16 * 1024;

  private static final int MAX_EMPTY_BYTES = 8;

  /**
   * What was read, in order: heads (interim ones too), then for a final head its body and its end.
   */
  public interface Output {
    /**
     * A head.
     *
     * @param framing how its body ends
     */
    void onHead(ResponseHead head, BodyFraming framing) throws NetException;

    /** Bytes of the body, owned by the receiver. */
    void onBody(ByteBuf bytes);

    /** The end of the response. */
    void onEnd(@Nullable HeaderList trailers);
  }

  private enum State {
    HEAD,
    FIXED_BODY,
    BODY_UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    DONE
  }

  private final Output output;
  private final Http1HeadReader heads;
  private State state = State.DONE;
  private String method = "";
  private long remaining;
  private int scanned;
  private int emptyBytes;
  private boolean anyByte;

  public Http1ResponseParser(Output output, HeaderStrings strings) {
    this.output = output;
    this.heads = new Http1HeadReader(strings);
  }

  /** Expects the response to a request of this method. */
  public void begin(String requestMethod) {
    state = State.HEAD;
    method = requestMethod;
    scanned = 0;
    emptyBytes = 0;
    anyByte = false;
  }

  /** Whether no response is expected or the expected one is whole. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Whether a byte of the response has arrived. */
  public boolean hasBegun() {
    return anyByte;
  }

  /**
   * Reads as far as it can.
   *
   * @throws NetException when the bytes are not a response; the connection is of no more use
   */
  public void parse(ByteBuf in) throws NetException {
    while (state != State.DONE && in.isReadable()) {
      anyByte = true;
      boolean progress =
          switch (state) {
            case HEAD -> readHead(in);
            case FIXED_BODY -> readFixedBody(in);
            case BODY_UNTIL_CLOSE -> readUntilClose(in);
            case CHUNK_SIZE -> readChunkSize(in);
            case CHUNK_DATA -> readChunkData(in);
            case CHUNK_END -> readChunkEnd(in);
            case TRAILERS -> readTrailers(in);
            case DONE -> false;
          };
      if (!progress) {
        return;
      }
    }
  }

  /**
   * The server has closed its side.
   *
   * @throws NetException when a response was due or not whole
   */
  public void endOfInput() throws NetException {
    switch (state) {
      case DONE -> {}
      case BODY_UNTIL_CLOSE -> {
        state = State.DONE;
        output.onEnd(null);
      }
      case HEAD ->
          throw new NetException(
              anyByte ? NetError.RESPONSE_HEADERS_TRUNCATED : NetError.EMPTY_RESPONSE);
      case FIXED_BODY ->
          throw new NetException(
              NetError.CONTENT_LENGTH_MISMATCH,
              "the server closed the connection " + remaining + " bytes before the end",
              null);
      case CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILERS ->
          throw new NetException(NetError.INCOMPLETE_CHUNKED_ENCODING);
    }
  }

  private boolean readHead(ByteBuf in) throws NetException {
    skipEmptyLines(in);
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > MAX_HEAD_BYTES) {
        throw new NetException(NetError.RESPONSE_HEADERS_TOO_BIG);
      }
      heads.checkBeginning(in);
      return false;
    }
    if (end - in.readerIndex() > MAX_HEAD_BYTES) {
      throw new NetException(NetError.RESPONSE_HEADERS_TOO_BIG);
    }
    ResponseHead head = heads.readHead(in, end);
    scanned = 0;
    BodyFraming framing = BodyFraming.of(head, method);
    if (framing.kind() != BodyFraming.Kind.INTERIM) {
      switch (framing.kind()) {
        case NONE, UPGRADED -> state = State.DONE;
        case FIXED -> {
          remaining = framing.length();
          state = remaining == 0 ? State.DONE : State.FIXED_BODY;
        }
        case CHUNKED -> state = State.CHUNK_SIZE;
        case UNTIL_CLOSE -> state = State.BODY_UNTIL_CLOSE;
        case INTERIM -> throw new AssertionError();
      }
    }
    output.onHead(head, framing);
    if (state == State.DONE) {
      output.onEnd(null);
    }
    return true;
  }

  private boolean readFixedBody(ByteBuf in) {
    int bytes = (int) Math.min(remaining, in.readableBytes());
    remaining -= bytes;
    output.onBody(in.readRetainedSlice(bytes));
    if (remaining == 0) {
      state = State.DONE;
      output.onEnd(null);
    }
    return true;
  }

  private boolean readUntilClose(ByteBuf in) {
    output.onBody(in.readRetainedSlice(in.readableBytes()));
    return true;
  }

  private boolean readChunkSize(ByteBuf in) throws NetException {
    int lineEnd = endOfLine(in, MAX_CHUNK_LINE_BYTES);
    if (lineEnd < 0) {
      if (in.readableBytes() > MAX_CHUNK_LINE_BYTES) {
        throw new NetException(
            NetError.INVALID_CHUNKED_ENCODING, "a chunk's size line has no end", null);
      }
      return false;
    }
    remaining = ChunkSize.parse(in, in.readerIndex(), lineEnd);
    in.readerIndex(lineEnd + 1);
    state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
    return true;
  }

  private boolean readChunkData(ByteBuf in) {
    int bytes = (int) Math.min(remaining, in.readableBytes());
    remaining -= bytes;
    output.onBody(in.readRetainedSlice(bytes));
    if (remaining == 0) {
      state = State.CHUNK_END;
    }
    return true;
  }

  private boolean readChunkEnd(ByteBuf in) throws NetException {
    byte first = in.getByte(in.readerIndex());
    if (first == '\n') {
      in.skipBytes(1);
    } else if (first != '\r') {
      throw new NetException(
          NetError.INVALID_CHUNKED_ENCODING, "a chunk is longer than its size says", null);
    } else if (in.readableBytes() < 2) {
      return false;
    } else if (in.getByte(in.readerIndex() + 1) != '\n') {
      throw new NetException(
          NetError.INVALID_CHUNKED_ENCODING, "a chunk does not end with CR LF", null);
    } else {
      in.skipBytes(2);
    }
    state = State.CHUNK_SIZE;
    return true;
  }

  private boolean readTrailers(ByteBuf in) throws NetException {
    int emptyLine = lengthOfEmptyLine(in);
    if (emptyLine > 0) {
      in.skipBytes(emptyLine);
      state = State.DONE;
      output.onEnd(null);
      return true;
    }
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > MAX_HEAD_BYTES) {
        throw new NetException(NetError.RESPONSE_HEADERS_TOO_BIG, "trailers", null);
      }
      return false;
    }
    HeaderList trailers = heads.readFields(in, end);
    scanned = 0;
    state = State.DONE;
    output.onEnd(trailers);
    return true;
  }

  /** Empty lines before the head are passed over (RFC 9112 §2.2), but no endless row of them. */
  private void skipEmptyLines(ByteBuf in) throws NetException {
    while (scanned == 0 && in.isReadable()) {
      byte next = in.getByte(in.readerIndex());
      if (next != '\r' && next != '\n') {
        return;
      }
      if (++emptyBytes > MAX_EMPTY_BYTES) {
        throw new NetException(
            NetError.INVALID_HTTP_RESPONSE, "nothing but empty lines before the head", null);
      }
      in.skipBytes(1);
    }
  }

  /**
   * The index after the empty line that ends the head, or -1; goes on where the last search ended.
   */
  private int endOfHead(ByteBuf in) {
    int from = in.readerIndex() + scanned;
    int limit = in.writerIndex();
    for (int i = from; ; ) {
      int lf = in.indexOf(i, limit, (byte) '\n');
      if (lf < 0) {
        scanned = Math.max(0, limit - in.readerIndex() - 2);
        return -1;
      }
      int next = lf + 1;
      if (next < limit && in.getByte(next) == '\n') {
        return next + 1;
      }
      if (next + 1 < limit && in.getByte(next) == '\r' && in.getByte(next + 1) == '\n') {
        return next + 2;
      }
      if (next + 1 >= limit) {
        scanned = Math.max(0, lf - in.readerIndex());
        return -1;
      }
      i = next;
    }
  }

  private static int endOfLine(ByteBuf in, int most) {
    int limit = Math.min(in.writerIndex(), in.readerIndex() + most);
    return in.indexOf(in.readerIndex(), limit, (byte) '\n');
  }

  /** The bytes of an empty line that begins here, 0 where none does or it is not whole. */
  private static int lengthOfEmptyLine(ByteBuf in) {
    int at = in.readerIndex();
    if (in.getByte(at) == '\n') {
      return 1;
    }
    boolean crLf = in.getByte(at) == '\r' && in.readableBytes() > 1 && in.getByte(at + 1) == '\n';
    return crLf ? 2 : 0;
  }
}
