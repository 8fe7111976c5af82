package dev.valence.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The JDK's {@code java.net.http.HttpClient}. */
final class JdkClient implements BenchClient {
  private final HttpClient client;
  private final HttpRequest get;
  private final HttpRequest put;

  JdkClient(Target target) throws IOException, GeneralSecurityException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(
                target.wire() == Wire.H2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    if (target.wire().isSecure()) {
      builder.sslContext(Trust.in(target.certificate()).context());
    }
    client = builder.build();
    get = HttpRequest.newBuilder(target.uri()).build();
    BodyPublisher body =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofByteArrays(
                Collections.nCopies((int) (UPLOAD_BYTES / UPLOAD_PIECE), new byte[UPLOAD_PIECE])),
            UPLOAD_BYTES);
    put = HttpRequest.newBuilder(target.uri()).PUT(body).build();
  }

  @Override
  public byte[] get() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(get, BodyHandlers.ofByteArray());
    BenchClient.requireOk(response.statusCode());
    return response.body();
  }

  @Override
  public void get(Done done) {
    client
        .sendAsync(get, BodyHandlers.ofByteArray())
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                done.failed(error);
              } else {
                done.completed(response.statusCode(), response.body());
              }
            });
  }

  @Override
  public long download() throws IOException, InterruptedException {
    HttpResponse<Long> response = client.send(get, info -> new Counter());
    BenchClient.requireOk(response.statusCode());
    return response.body();
  }

  @Override
  public byte[] upload() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(put, BodyHandlers.ofByteArray());
    BenchClient.requireOk(response.statusCode());
    return response.body();
  }

  @Override
  public void close() {
    // On JDK 17 the client ends when nothing refers to it.
  }

  /** Counts without copying, as the subscriber API allows. */
  private static final class Counter implements BodySubscriber<Long> {
    private final CompletableFuture<Long> length = new CompletableFuture<>();
    private long count;

    @Override
    public CompletionStage<Long> getBody() {
      return length;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        count += buffer.remaining();
      }
    }

    @Override
    public void onError(Throwable error) {
      length.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      length.complete(count);
    }
  }
}
