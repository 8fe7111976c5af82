package dev.valence.bench.micro;

import dev.valence.net.url.Url;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
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

/** Parsing one absolute URL. {@code java.net.URI} does not normalise and knows no IDNA. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class UrlParseBenchmark {
  /** A short one, a usual one, one with dots and escapes, and one with a host to be mapped. */
  @Param({
    "https://example.com/",
    "https://www.example.com/articles/2024/03/a-title-of-some-words?utm_source=feed&page=2#top",
    "HTTPS://User@WWW.Example.COM:443/a/./b/../c%7Ed/%E4%BD%A0?q=a b&r=%41",
    "https://b\u00fccher.example/stra\u00dfe"
  })
  public String url = "";

  /** Valence. */
  @Benchmark
  public Url valence() {
    return Url.parse(url);
  }

  /** OkHttp. */
  @Benchmark
  public HttpUrl okhttp() {
    return HttpUrl.get(url);
  }

  /** The JDK, which refuses some of the texts: then the time is that of its exception. */
  @Benchmark
  public Object jdkUri() {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return e;
    }
  }
}
