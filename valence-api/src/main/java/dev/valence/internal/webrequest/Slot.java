package dev.valence.internal.webrequest;

import dev.valence.net.NetworkRequest;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.webrequest.WebRequestFilter;

/** The listener of one event, with what it wants to hear of. */
record Slot<L>(WebRequestFilter filter, L listener) {
  boolean matches(InterceptedRequest request) {
    return filter.matches(request.url(), request.request().resourceType());
  }

  boolean matches(NetworkRequest request) {
    return filter.matches(request.url(), request.resourceType());
  }
}
