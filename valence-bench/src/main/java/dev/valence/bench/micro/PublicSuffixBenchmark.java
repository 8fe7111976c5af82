package dev.valence.bench.micro;

import dev.valence.net.site.PublicSuffixList;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
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

/** The registrable domain of a host. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublicSuffixBenchmark {
  /** A usual name, a two-part suffix, a wildcard rule and a suffix that no rule names. */
  @Param({"www.example.com", "a.b.c.example.co.uk", "www.city.kawasaki.jp", "host.unlisted"})
  public String host = "";

  private final PublicSuffixList list = PublicSuffixList.bundled();

  /** Valence. */
  @Benchmark
  public @Nullable String valence() {
    return list.registrableDomain(host);
  }

  /** OkHttp, whose look-up starts from a URL. */
  @Benchmark
  public @Nullable String okhttp() {
    return new HttpUrl.Builder().scheme("https").host(host).build().topPrivateDomain();
  }
}
