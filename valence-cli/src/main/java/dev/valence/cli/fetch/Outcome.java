package dev.valence.cli.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch came to.
 *
 * @param hops in order; the last one is the answer
 * @param rawTrailers name, value, name, value…
 * @param size the bytes of the decoded body
 * @param file where the body is; null when it is not in a file
 * @param body the body; null when it is not in memory
 */
record Outcome(
    List<Hop> hops,
    List<String> rawTrailers,
    long size,
    Duration total,
    @Nullable Path file,
    byte @Nullable [] body) {
  Hop last() {
    return hops.get(hops.size() - 1);
  }
}
