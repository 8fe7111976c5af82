package dev.valence.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.jspecify.annotations.Nullable;

/** Apache HttpClient 5, the asynchronous client: HTTP/1.1 and HTTP/2. */
final class ApacheBenchClient implements BenchClient {
  private final CloseableHttpAsyncClient client;
  private final SimpleHttpRequest get;
  private final Target target;

  ApacheBenchClient(Target target) throws IOException, GeneralSecurityException {
    this.target = target;
    boolean http2 = target.wire() == Wire.H2;
    H2Config h2 =
        H2Config.custom()
            .setPushEnabled(false)
            .setInitialWindowSize(16 << 20)
            .setMaxConcurrentStreams(128)
            .build();
    IOReactorConfig io = IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build();
    if (http2) {
      // The multiplexing client: one connection for all requests.
      client =
          HttpAsyncClients.customHttp2()
              .setH2Config(h2)
              .setIOReactorConfig(io)
              .setTlsStrategy(
                  ClientTlsStrategyBuilder.create()
                      .setSslContext(Trust.in(target.certificate()).context())
                      .buildAsync())
              .disableCookieManagement()
              .disableAuthCaching()
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .build();
    } else {
      PoolingAsyncClientConnectionManagerBuilder connections =
          PoolingAsyncClientConnectionManagerBuilder.create()
              .setMaxConnPerRoute(target.connections())
              .setMaxConnTotal(target.connections())
              .setDefaultTlsConfig(
                  TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build());
      if (target.wire().isSecure()) {
        connections.setTlsStrategy(
            ClientTlsStrategyBuilder.create()
                .setSslContext(Trust.in(target.certificate()).context())
                .buildAsync());
      }
      client =
          HttpAsyncClients.custom()
              .setConnectionManager(connections.build())
              .setIOReactorConfig(io)
              .disableCookieManagement()
              .disableAuthCaching()
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .disableContentCompression()
              .build();
    }
    client.start();
    get = SimpleRequestBuilder.get(target.uri()).build();
  }

  @Override
  public byte[] get() throws Exception {
    SimpleHttpResponse response = client.execute(get, null).get(60, TimeUnit.SECONDS);
    BenchClient.requireOk(response.getCode());
    return response.getBodyBytes();
  }

  @Override
  public void get(Done done) {
    Future<SimpleHttpResponse> unused =
        client.execute(
            SimpleRequestProducer.create(get),
            SimpleResponseConsumer.create(),
            HttpClientContext.create(),
            new FutureCallback<>() {
              @Override
              public void completed(SimpleHttpResponse response) {
                done.completed(response.getCode(), response.getBodyBytes());
              }

              @Override
              public void failed(Exception error) {
                done.failed(error);
              }

              @Override
              public void cancelled() {
                done.failed(new IOException("cancelled"));
              }
            });
  }

  @Override
  public long download() throws Exception {
    return client
        .execute(SimpleRequestProducer.create(get), new Counter(), null)
        .get(60, TimeUnit.SECONDS);
  }

  @Override
  public byte[] upload() throws Exception {
    SimpleHttpResponse response =
        client
            .execute(
                new BasicRequestProducer(Method.PUT, target.uri(), new Pieces()),
                SimpleResponseConsumer.create(),
                null)
            .get(60, TimeUnit.SECONDS);
    BenchClient.requireOk(response.getCode());
    return response.getBodyBytes();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  /** Counts the body as it arrives. */
  private static final class Counter extends AbstractBinResponseConsumer<Long> {
    private long count;

    @Override
    protected void start(HttpResponse response, @Nullable ContentType type) throws IOException {
      BenchClient.requireOk(response.getCode());
    }

    @Override
    protected int capacityIncrement() {
      return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer bytes, boolean last) {
      count += bytes.remaining();
      bytes.position(bytes.limit());
    }

    @Override
    protected Long buildResult() {
      return count;
    }

    @Override
    public void informationResponse(HttpResponse response, @Nullable HttpContext context) {}

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
  }

  /** Produces the upload as the connection takes it. */
  private static final class Pieces implements AsyncEntityProducer {
    private final ByteBuffer piece = ByteBuffer.allocate(UPLOAD_PIECE);
    private long left = UPLOAD_BYTES;

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public long getContentLength() {
      return UPLOAD_BYTES;
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public @Nullable String getContentEncoding() {
      return null;
    }

    @Override
    public boolean isChunked() {
      return false;
    }

    @Override
    public Set<String> getTrailerNames() {
      return Set.of();
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      while (left > 0) {
        piece.limit((int) Math.min(piece.capacity(), piece.position() + left));
        int written = channel.write(piece);
        left -= written;
        if (!piece.hasRemaining()) {
          piece.clear();
        } else if (written == 0) {
          return;
        }
      }
      channel.endStream(List.<Header>of());
    }

    @Override
    public void releaseResources() {}
  }
}
