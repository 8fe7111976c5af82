package dev.valence.bench.client;

import dev.valence.Session;
import dev.valence.interception.Interceptor;
import dev.valence.interception.RequestAction;
import dev.valence.interception.TrafficObserver;
import dev.valence.webrequest.BeforeRequestResponse;
import dev.valence.webrequest.WebRequestFilter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Who watches the requests of a measured session. */
enum Watching {
  /** Nobody. */
  NOBODY,
  /** A listener whose filter wants other requests. */
  UNMATCHED,
  /** A listener that answers within its call, on the event thread. */
  LISTENER,
  /** A listener that answers later, from another thread. */
  ASYNCHRONOUS,
  /** An interceptor that lets everything pass. */
  INTERCEPTOR,
  /** An observer, which nobody waits for. */
  OBSERVER;

  /** Lets it watch; gives what to close at the end. */
  AutoCloseable begin(Session session) {
    AutoCloseable nothing = () -> {};
    switch (this) {
      case NOBODY -> {
        return nothing;
      }
      case UNMATCHED -> {
        session
            .webRequest()
            .onBeforeRequest(
                WebRequestFilter.urls("*://*.example.com/*", "https://ads.example/*"),
                (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
        return nothing;
      }
      case LISTENER -> {
        session
            .webRequest()
            .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.proceed()));
        return nothing;
      }
      case ASYNCHRONOUS -> {
        ExecutorService other = Executors.newSingleThreadExecutor();
        session
            .webRequest()
            .onBeforeRequest(
                (details, callback) ->
                    other.execute(() -> callback.call(BeforeRequestResponse.proceed())));
        return other::shutdown;
      }
      case INTERCEPTOR -> {
        session
            .interceptors()
            .add(
                Interceptor.builder(WebRequestFilter.allUrls())
                    .onRequest(request -> RequestAction.proceed())
                    .build());
        return nothing;
      }
      case OBSERVER -> {
        return session.interceptors().observe(WebRequestFilter.allUrls(), new TrafficObserver() {});
      }
    }
    return nothing;
  }
}
