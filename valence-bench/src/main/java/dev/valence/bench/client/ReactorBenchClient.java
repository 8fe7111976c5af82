package dev.valence.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Reactor Netty, with epoll and BoringSSL, which it takes when they are on the class path. */
final class ReactorBenchClient implements BenchClient {
  private final ConnectionProvider connections;
  private final LoopResources loops = LoopResources.create("reactor", 1, true);
  private final HttpClient.ResponseReceiver<?> get;
  private final HttpClient.RequestSender put;
  private final ByteBuf piece =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(UPLOAD_PIECE).writeZero(UPLOAD_PIECE).asReadOnly());

  ReactorBenchClient(Target target) {
    boolean http2 = target.wire() == Wire.H2;
    ConnectionProvider.Builder pool =
        ConnectionProvider.builder("bench").pendingAcquireMaxCount(-1);
    if (http2) {
      pool.allocationStrategy(
          Http2AllocationStrategy.builder()
              .maxConnections(1)
              .minConnections(1)
              .maxConcurrentStreams(128)
              .build());
    } else {
      pool.maxConnections(target.connections());
    }
    connections = pool.build();
    HttpClient client =
        HttpClient.create(connections)
            .runOn(loops)
            .protocol(http2 ? HttpProtocol.H2 : HttpProtocol.HTTP11);
    if (http2) {
      client = client.http2Settings(settings -> settings.initialWindowSize(16 << 20));
    }
    if (target.wire().isSecure()) {
      client =
          client.secure(
              spec ->
                  spec.sslContext(
                      http2
                          ? Http2SslContextSpec.forClient()
                              .configure(b -> b.trustManager(target.certificate().toFile()))
                          : Http11SslContextSpec.forClient()
                              .configure(b -> b.trustManager(target.certificate().toFile()))));
    }
    get = client.get().uri(target.uri());
    put =
        client
            .headers(headers -> headers.set(HttpHeaderNames.CONTENT_LENGTH, UPLOAD_BYTES))
            .put()
            .uri(target.uri());
  }

  @Override
  public byte[] get() throws IOException {
    return required(
        get.responseSingle(
                (response, body) ->
                    ok(response) ? body.asByteArray() : Mono.error(failure(response)))
            .block());
  }

  @Override
  public void get(Done done) {
    get.responseSingle(
            (response, body) -> ok(response) ? body.asByteArray() : Mono.error(failure(response)))
        .subscribe(body -> done.completed(200, body), done::failed);
  }

  @Override
  public long download() throws IOException {
    return required(
        get.response(
                (response, body) ->
                    ok(response)
                        ? body.map(ByteBuf::readableBytes).reduce(0L, Long::sum)
                        : Mono.error(failure(response)))
            .single()
            .block());
  }

  @Override
  public byte[] upload() throws IOException {
    return required(
        put.send(Flux.range(0, (int) (UPLOAD_BYTES / UPLOAD_PIECE)).map(i -> piece.duplicate()))
            .responseSingle(
                (response, body) ->
                    ok(response) ? body.asByteArray() : Mono.error(failure(response)))
            .block());
  }

  @Override
  public void close() {
    connections.disposeLater().block(Duration.ofSeconds(10));
    loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
  }

  private static boolean ok(HttpClientResponse response) {
    return response.status().code() == 200;
  }

  private static IOException failure(HttpClientResponse response) {
    return new IOException("status " + response.status().code() + " instead of 200");
  }

  private static <T> T required(@Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("the response has no body");
    }
    return value;
  }
}
