package dev.valence.internal.har;

import dev.valence.net.ConnectionFacts;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was seen of one hop; times by {@link System#nanoTime}, 0 where it did not come to that. */
final class HarExchange {
  final String method;
  final Url url;
  final Instant started = Instant.now();
  final long began = System.nanoTime();
  final KeptBytes upload;
  final KeptBytes content;
  @Nullable ConnectionFacts connection;
  @Nullable String requestLine;
  @Nullable HeaderList requestHeaders;
  @Nullable ResponseHead head;
  @Nullable ResponseHead confirmed;
  @Nullable Url redirect;
  @Nullable NetException failure;
  long encodedBytes;
  long connected;
  long sent;
  long answered;
  long ended;

  HarExchange(String method, Url url, int keptBytes) {
    this.method = method;
    this.url = url;
    this.upload = new KeptBytes(keptBytes);
    this.content = new KeptBytes(keptBytes);
  }
}
