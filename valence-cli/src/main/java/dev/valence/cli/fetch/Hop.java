package dev.valence.cli.fetch;

import dev.valence.net.HttpVersion;
import java.time.Duration;
import java.util.List;

/**
 * One request and the head that answered it.
 *
 * @param rawHeaders name, value, name, value… as they arrived
 * @param untilHead from the start of this hop to its head
 */
record Hop(
    String method,
    String url,
    HttpVersion version,
    int status,
    String statusText,
    List<String> rawHeaders,
    Duration untilHead) {}
