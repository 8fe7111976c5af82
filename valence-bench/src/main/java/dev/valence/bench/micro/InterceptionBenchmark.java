package dev.valence.bench.micro;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.internal.session.SessionImpl;
import dev.valence.internal.webrequest.SessionInterception;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.interception.Interception;
import dev.valence.net.url.Url;
import dev.valence.webrequest.BeforeRequestResponse;
import dev.valence.webrequest.BeforeSendResponse;
import dev.valence.webrequest.HeadersReceivedResponse;
import dev.valence.webrequest.WebRequest;
import dev.valence.webrequest.WebRequestFilter;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request pays on the network thread for listeners whose filters do not want it: all
 * questions and news of one plain request, with one listener or all eight, each with so many
 * patterns. A session without listeners is not asked at all.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InterceptionBenchmark {
  private final OneRequest request = new OneRequest();
  private final HeaderList headers = HeaderList.of("User-Agent", "x", "Accept", "*/*");
  private @Nullable Valence valence;
  private @Nullable SessionInterception interception;

  /** How many listeners there are: one for the first event, or one for each. */
  @Param({"1", "8"})
  public int listeners;

  /** How many patterns the filter of each has. */
  @Param({"1", "1000"})
  public int patterns;

  /** Adds the listeners. */
  @Setup
  public void listen() {
    Valence made = Valence.builder().inMemory().build();
    valence = made;
    Session session = made.session().defaultSession();
    var around = ((SessionImpl) session).surroundings();
    SessionInterception all =
        new SessionInterception(around.context(), around.events(), around.workers());
    interception = all;
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < patterns; i++) {
      urls.add("*://*.tracker" + i + ".example/*");
    }
    WebRequestFilter filter = WebRequestFilter.builder().urls(urls).build();
    WebRequest web = all.webRequest();
    web.onBeforeRequest(filter, (told, back) -> back.call(BeforeRequestResponse.proceed()));
    if (listeners == 8) {
      web.onBeforeSendHeaders(filter, (told, back) -> back.call(BeforeSendResponse.proceed()));
      web.onSendHeaders(filter, told -> {});
      web.onHeadersReceived(filter, (told, back) -> back.call(HeadersReceivedResponse.proceed()));
      web.onBeforeRedirect(filter, told -> {});
      web.onResponseStarted(filter, told -> {});
      web.onCompleted(filter, told -> {});
      web.onErrorOccurred(filter, told -> {});
    }
  }

  /** Ends the session. */
  @TearDown
  public void close() {
    if (valence != null) {
      valence.close();
    }
  }

  /** All that one request asks and tells. */
  @Benchmark
  public boolean request() {
    SessionInterception asked = interception;
    if (asked == null) {
      throw new IllegalStateException("not set up");
    }
    Interception watch = asked.open(request);
    boolean any = watch.wantsBeforeRequest();
    any |= watch.wantsBeforeSendHeaders();
    watch.sendHeaders(headers);
    any |= watch.wantsHeadersReceived();
    watch.responseStarted();
    watch.completed(null);
    if (any) {
      throw new IllegalStateException("a filter matched");
    }
    return any;
  }

  /** A request at its only hop. */
  private static final class OneRequest implements InterceptedRequest {
    private final NetworkRequest request =
        NetworkRequest.builder(Url.parse("https://www.shop.example/catalog/list?page=2")).build();
    private final ResponseHead head =
        new ResponseHead(HttpVersion.HTTP_1_1, 200, "OK", HeaderList.of("Content-Length", "1024"));

    @Override
    public NetworkRequest request() {
      return request;
    }

    @Override
    public Url url() {
      return request.url();
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public @Nullable RequestBody body() {
      return null;
    }

    @Override
    public String ip() {
      return "192.0.2.1";
    }

    @Override
    public ResponseHead head() {
      return head;
    }
  }
}
