package dev.valence.net.internal.dns;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where to connect.
 *
 * @param addresses in the order to try them; at least one
 * @param mayOfferHttp2 false where an HTTPS record says that there is no HTTP/2
 * @param race whether the next address is tried before the one before has failed
 */
public record Endpoints(List<InetSocketAddress> addresses, boolean mayOfferHttp2, boolean race) {}
