package dev.valence.bench.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.cache.CacheConfig;
import org.apache.hc.client5.http.impl.cache.CachingHttpClientBuilder;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient 5, the blocking client: HTTP/1.1, one request at a time. There it is faster
 * than the asynchronous one.
 */
final class ApacheClassicBenchClient implements BenchClient {
  private final CloseableHttpClient client;
  private final HttpGet get;
  private final HttpPut put;

  ApacheClassicBenchClient(Target target, boolean inFiles)
      throws IOException, GeneralSecurityException {
    PoolingHttpClientConnectionManagerBuilder connections =
        PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(1).setMaxConnTotal(1);
    if (target.wire().isSecure()) {
      connections.setTlsSocketStrategy(
          ClientTlsStrategyBuilder.create()
              .setSslContext(Trust.in(target.certificate()).context())
              .buildClassic());
    }
    client =
        builder(target.cache(), inFiles)
            .setConnectionManager(connections.build())
            .disableCookieManagement()
            .disableAuthCaching()
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .build();
    get = new HttpGet(target.uri());
    put = new HttpPut(target.uri());
    put.setEntity(new Pieces());
  }

  private static HttpClientBuilder builder(@Nullable Path cache, boolean inFiles)
      throws IOException {
    if (cache == null) {
      return HttpClients.custom();
    }
    CachingHttpClientBuilder builder =
        CachingHttpClients.custom()
            .setCacheConfig(
                CacheConfig.custom().setSharedCache(false).setMaxObjectSize(2 << 20).build());
    return inFiles ? builder.setCacheDir(Files.createDirectories(cache).toFile()) : builder;
  }

  @Override
  public byte[] get() throws IOException {
    return client.execute(
        get,
        response -> {
          BenchClient.requireOk(response.getCode());
          return EntityUtils.toByteArray(response.getEntity());
        });
  }

  @Override
  public void get(Done done) {
    throw new UnsupportedOperationException("the blocking client sends one request at a time");
  }

  @Override
  public long download() throws IOException {
    return client.execute(
        get,
        response -> {
          BenchClient.requireOk(response.getCode());
          byte[] buffer = new byte[256 << 10];
          long count = 0;
          try (InputStream in = response.getEntity().getContent()) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
              count += n;
            }
          }
          return count;
        });
  }

  @Override
  public byte[] upload() throws IOException {
    return client.execute(
        put,
        response -> {
          BenchClient.requireOk(response.getCode());
          return EntityUtils.toByteArray(response.getEntity());
        });
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static final class Pieces extends AbstractHttpEntity {
    private final byte[] piece = new byte[UPLOAD_PIECE];

    Pieces() {
      super(ContentType.APPLICATION_OCTET_STREAM, null);
    }

    @Override
    public long getContentLength() {
      return UPLOAD_BYTES;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public boolean isStreaming() {
      return false;
    }

    @Override
    public @Nullable InputStream getContent() {
      throw new UnsupportedOperationException("only written");
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (long sent = 0; sent < UPLOAD_BYTES; sent += UPLOAD_PIECE) {
        out.write(piece);
      }
    }

    @Override
    public void close() {}
  }
}
