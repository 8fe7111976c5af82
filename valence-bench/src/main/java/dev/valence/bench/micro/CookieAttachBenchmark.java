package dev.valence.bench.micro;

import dev.valence.net.cookie.CookieAccess;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The {@code Cookie} header of a request among 10,000 cookies on 1,000 sites: ten a site, of which
 * eight go along. Sample time gives the median.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CookieAttachBenchmark {
  private static final int SITES = 1_000;

  private final CookieStore store = CookieStore.inMemory();
  private final List<Url> urls = new ArrayList<>();
  private int next;

  /** Fills the store from response headers, as a session does. */
  @Setup
  public void fill() {
    for (int site = 0; site < SITES; site++) {
      Url url = Url.parse("https://www.site" + site + ".example/account/list?page=2");
      urls.add(url);
      String domain = "; Domain=site" + site + ".example";
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        lines.add("host" + i + "=0123456789abcdef; Path=/; Secure; HttpOnly; SameSite=Lax");
        lines.add("wide" + i + "=0123456789abcdef; Path=/" + domain + "; Max-Age=86400");
      }
      lines.add("deep=0123456789abcdef; Path=/admin");
      lines.add("deeper=0123456789abcdef; Path=/admin/users" + domain);
      store.setFromResponse(CookieAccess.ofHost(url), lines, null);
    }
    String header = store.cookieHeaderFor(CookieAccess.ofHost(urls.get(7)));
    if (header.split("; ", -1).length != 8) {
      throw new IllegalStateException("8 cookies expected: " + header);
    }
  }

  /** Ends the store. */
  @TearDown
  public void close() {
    store.close();
  }

  /** From the parsed URL to the header's value; each call another site. */
  @Benchmark
  public String attach() {
    next = (next + 617) % SITES;
    return store.cookieHeaderFor(CookieAccess.ofHost(urls.get(next)));
  }
}
