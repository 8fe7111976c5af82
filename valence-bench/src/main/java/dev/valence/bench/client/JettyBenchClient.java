package dev.valence.bench.client;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12's client. */
final class JettyBenchClient implements BenchClient {
  private final HttpClient client;
  private final URI uri;
  private final byte[][] pieces = new byte[(int) (UPLOAD_BYTES / UPLOAD_PIECE)][];

  JettyBenchClient(Target target) throws Exception {
    uri = target.uri();
    Arrays.fill(pieces, new byte[UPLOAD_PIECE]);
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setName("jetty");
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    if (target.wire().isSecure()) {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setTrustStore(Trust.in(target.certificate()).store());
      connector.setSslContextFactory(tls);
    }
    HttpClientTransport transport;
    if (target.wire() == Wire.H2) {
      HTTP2Client http2 = new HTTP2Client(connector);
      transport = new HttpClientTransportOverHTTP2(http2);
    } else {
      transport = new HttpClientTransportOverHTTP(connector);
    }
    client = new HttpClient(transport);
    client.setExecutor(threads);
    client.setMaxConnectionsPerDestination(target.connections());
    client.setFollowRedirects(false);
    client.start();
    client.getContentDecoderFactories().clear();
  }

  @Override
  public byte[] get() throws Exception {
    ContentResponse response = client.newRequest(uri).send();
    BenchClient.requireOk(response.getStatus());
    return response.getContent();
  }

  @Override
  public void get(Done done) {
    client
        .newRequest(uri)
        .send(
            new BufferingResponseListener() {
              @Override
              public void onComplete(Result result) {
                if (result.isFailed()) {
                  done.failed(result.getFailure());
                } else {
                  done.completed(result.getResponse().getStatus(), getContent());
                }
              }
            });
  }

  @Override
  public long download() throws Exception {
    Counter counter = new Counter();
    client.newRequest(uri).send(counter);
    return counter.length.get(60, TimeUnit.SECONDS);
  }

  @Override
  public byte[] upload() throws Exception {
    ContentResponse response =
        client
            .newRequest(uri)
            .method(HttpMethod.PUT)
            .body(new BytesRequestContent("application/octet-stream", pieces))
            .send();
    BenchClient.requireOk(response.getStatus());
    return response.getContent();
  }

  @Override
  public void close() throws Exception {
    client.stop();
  }

  private static final class Counter implements Response.Listener {
    final CompletableFuture<Long> length = new CompletableFuture<>();
    private long count;

    @Override
    public void onContent(Response response, ByteBuffer bytes) {
      count += bytes.remaining();
    }

    @Override
    public void onComplete(Result result) {
      if (result.isFailed()) {
        length.completeExceptionally(result.getFailure());
      } else if (result.getResponse().getStatus() != 200) {
        length.completeExceptionally(
            new IOException("status " + result.getResponse().getStatus() + " instead of 200"));
      } else {
        length.complete(count);
      }
    }
  }
}
