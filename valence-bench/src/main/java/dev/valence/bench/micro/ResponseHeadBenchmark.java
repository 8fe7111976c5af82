package dev.valence.bench.micro;

import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.http1.BodyFraming;
import dev.valence.net.internal.http1.Http1ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The head of an HTTP/1.1 response without a body, as the bytes of one read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResponseHeadBenchmark {
  private static final String SMALL =
      """
      HTTP/1.1 200 OK
      Server: nginx
      Date: Sat, 01 Jun 2024 12:00:00 GMT
      Content-Type: application/octet-stream
      Content-Length: 0
      Last-Modified: Sat, 01 Jun 2024 11:00:00 GMT
      Connection: keep-alive
      ETag: "665b0000-400"
      Accept-Ranges: bytes

      """;

  private static final String LARGE =
      SMALL.stripTrailing()
          + """

          Set-Cookie: session=0123456789abcdef0123456789abcdef; Path=/; Secure; HttpOnly
          Set-Cookie: csrf=0123456789abcdef; Path=/; Secure; SameSite=Strict
          Cache-Control: private, max-age=0, must-revalidate
          Content-Security-Policy: default-src 'self'; img-src *; script-src 'self' cdn.example
          Strict-Transport-Security: max-age=31536000; includeSubDomains
          X-Content-Type-Options: nosniff
          X-Frame-Options: DENY
          Referrer-Policy: strict-origin-when-cross-origin
          Permissions-Policy: camera=(), microphone=()
          Vary: Accept-Encoding, Origin
          Alt-Svc: h3=":443"; ma=86400
          X-Request-Id: 6f1ed002ab5595859014ebf0951522d9

          """;

  /** 8 fields or 20. */
  @Param({"small", "large"})
  public String head = "";

  private @Nullable ByteBuf bytes;
  private @Nullable ResponseHead read;
  private final Http1ResponseParser parser =
      new Http1ResponseParser(
          new Http1ResponseParser.Output() {
            @Override
            public void onHead(ResponseHead responseHead, BodyFraming framing) {
              read = responseHead;
            }

            @Override
            public void onBody(ByteBuf body) {
              body.release();
            }

            @Override
            public void onEnd(@Nullable HeaderList trailers) {}
          },
          new HeaderStrings());
  private final EmbeddedChannel netty = new EmbeddedChannel(new HttpResponseDecoder());

  private ByteBuf bytes() {
    ByteBuf made = bytes;
    if (made == null) {
      String text = (head.equals("small") ? SMALL : LARGE).replace("\n", "\r\n");
      made =
          PooledByteBufAllocator.DEFAULT
              .directBuffer()
              .writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      bytes = made;
    }
    return made;
  }

  /** Valence. */
  @Benchmark
  public @Nullable ResponseHead valence() throws NetException {
    ByteBuf in = bytes().readerIndex(0);
    parser.begin("GET");
    parser.parse(in);
    return read;
  }

  /** Netty, with the embedded channel that carries it. */
  @Benchmark
  public @Nullable HttpResponse netty() {
    netty.writeInbound(bytes().retain().readerIndex(0));
    HttpResponse response = netty.readInbound();
    ReferenceCountUtil.release(netty.readInbound());
    return response;
  }
}
