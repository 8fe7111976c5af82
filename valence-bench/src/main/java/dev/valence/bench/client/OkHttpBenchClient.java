package dev.valence.bench.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;

/** OkHttp 5. */
final class OkHttpBenchClient implements BenchClient {
  private final OkHttpClient client;
  private final Request get;
  private final Request put;

  OkHttpBenchClient(Target target) throws IOException, GeneralSecurityException {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(64);
    dispatcher.setMaxRequestsPerHost(64);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(target.connections(), 5, TimeUnit.MINUTES))
            .readTimeout(60, TimeUnit.SECONDS)
            .writeTimeout(60, TimeUnit.SECONDS)
            .protocols(
                target.wire() == Wire.H2
                    ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                    : List.of(Protocol.HTTP_1_1));
    if (target.wire().isSecure()) {
      Trust trust = Trust.in(target.certificate());
      builder.sslSocketFactory(trust.context().getSocketFactory(), trust.manager());
    }
    Path cache = target.cache();
    if (cache != null) {
      builder.cache(new Cache(cache.toFile(), 64 << 20));
    }
    client = builder.build();
    HttpUrl url = HttpUrl.get(target.uri());
    // Naming an encoding keeps OkHttp from asking for gzip, which the server would not send anyway.
    get = new Request.Builder().url(url).header("Accept-Encoding", "identity").build();
    put = new Request.Builder().url(url).put(new Pieces()).build();
  }

  @Override
  public byte[] get() throws IOException {
    try (Response response = client.newCall(get).execute()) {
      BenchClient.requireOk(response.code());
      return response.body().bytes();
    }
  }

  @Override
  public void get(Done done) {
    client
        .newCall(get)
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException error) {
                done.failed(error);
              }

              @Override
              public void onResponse(Call call, Response response) {
                byte[] body;
                try (response) {
                  body = response.body().bytes();
                } catch (IOException e) {
                  done.failed(e);
                  return;
                }
                done.completed(response.code(), body);
              }
            });
  }

  @Override
  public long download() throws IOException {
    try (Response response = client.newCall(get).execute()) {
      BenchClient.requireOk(response.code());
      BufferedSource source = response.body().source();
      Buffer buffer = source.getBuffer();
      long count = 0;
      while (source.request(1)) {
        count += buffer.size();
        buffer.clear();
      }
      return count;
    }
  }

  @Override
  public byte[] upload() throws IOException {
    try (Response response = client.newCall(put).execute()) {
      BenchClient.requireOk(response.code());
      return response.body().bytes();
    }
  }

  @Override
  public void close() throws IOException {
    Cache cache = client.cache();
    if (cache != null) {
      cache.close();
    }
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  private static final class Pieces extends RequestBody {
    private final byte[] piece = new byte[UPLOAD_PIECE];

    @Override
    public MediaType contentType() {
      return MediaType.get("application/octet-stream");
    }

    @Override
    public long contentLength() {
      return UPLOAD_BYTES;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      for (long sent = 0; sent < UPLOAD_BYTES; sent += UPLOAD_PIECE) {
        sink.write(piece);
      }
    }
  }
}
