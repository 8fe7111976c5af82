package dev.valence.net.scheme;

import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a request, as its handler gets it.
 *
 * @param url where the hop leads
 * @param method the method of this hop
 * @param headers what the asker set, less what redirects took away, and {@code Referer} where the
 *     referrer policy gives one. Not to be changed
 * @param body the body of this hop, or null; opened and read on the loop
 * @param cause the request as it was made
 * @param loop the network thread of the request
 */
public record SchemeRequest(
    Url url,
    String method,
    HeaderList headers,
    @Nullable RequestBody body,
    NetworkRequest cause,
    EventLoop loop) {}
