package dev.valence.net.internal.dns.doh;

import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;

/** The road that queries take: a context of their own, without cookies, cache and proxies. */
public interface DohSender {
  NetworkCall send(NetworkRequest request, NetworkDelegate delegate);

  /** Closes its connections; what runs fails. */
  void close();
}
