package dev.valence.bench.client;

import dev.valence.Session;
import dev.valence.SessionOptions;
import dev.valence.Valence;
import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadOptions;
import dev.valence.download.DownloadState;
import dev.valence.fetch.Body;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Valence through its public API: a session, cookies on, the event thread as it is. The cache is
 * off where the other clients have none.
 */
final class ValenceBenchClient implements BenchClient {
  private final Valence valence;
  private final Session session;
  private final Request get;
  private final Request put;
  private final AutoCloseable watching;

  ValenceBenchClient(Target target, boolean onDisk, Watching watching)
      throws IOException, GeneralSecurityException {
    Path cache = target.cache();
    Valence.Builder builder = Valence.builder().maxConnectionsPerHost(64);
    if (onDisk && cache != null) {
      builder.userData(cache);
    } else {
      builder.inMemory();
    }
    if (target.wire().isSecure()) {
      builder.trustedRoots(List.of(Trust.certificate(target.certificate())));
    }
    valence = builder.build();
    SessionOptions options = SessionOptions.builder().cache(cache != null).build();
    session = valence.session().fromPartition(onDisk ? "persist:bench" : "bench", options);
    this.watching = watching.begin(session);
    get = Request.of(target.uri().toString());
    put =
        Request.of(
            target.uri().toString(),
            RequestInit.builder()
                .method("PUT")
                .body(Body.of(new byte[(int) UPLOAD_BYTES]))
                .build());
  }

  @Override
  public byte[] get() throws IOException {
    Response response = session.fetch(get).join();
    BenchClient.requireOk(response.status());
    return response.bytes().join();
  }

  @Override
  public void get(Done done) {
    session
        .fetch(get)
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                done.failed(error);
              } else {
                response
                    .bytes()
                    .whenComplete(
                        (body, broken) -> {
                          if (broken != null) {
                            done.failed(broken);
                          } else {
                            done.completed(response.status(), body);
                          }
                        });
              }
            });
  }

  @Override
  public long download() throws IOException {
    Response response = session.fetch(get).join();
    BenchClient.requireOk(response.status());
    return response.consume(bytes -> {}).join();
  }

  @Override
  public long save(Path file) throws IOException {
    DownloadItem item =
        session.downloadURL(
            get.url().href(), DownloadOptions.builder().savePath(file.toAbsolutePath()).build());
    DownloadState state = item.settled().join();
    if (state != DownloadState.COMPLETED) {
      throw new IOException("the download is " + state + ": " + item.interruptReason());
    }
    return Files.size(file);
  }

  @Override
  public byte[] upload() throws IOException {
    Response response = session.fetch(put).join();
    BenchClient.requireOk(response.status());
    return response.bytes().join();
  }

  @Override
  public void close() throws Exception {
    watching.close();
    valence.close();
  }
}
