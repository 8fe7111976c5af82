package dev.valence.webrequest;

import dev.valence.Session;
import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears all eight events of a session's requests and writes a line for each. */
final class EventRecorder {
  private static final int WAIT_SECONDS = 20;

  private final List<String> lines = new ArrayList<>();
  private final List<RequestDetails> details = new ArrayList<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final WebRequest web;

  EventRecorder(Session session) {
    web = session.webRequest();
    web.onBeforeRequest(
        (told, callback) -> {
          add(told, "onBeforeRequest", told.method());
          callback.call(BeforeRequestResponse.proceed());
        });
    web.onBeforeSendHeaders(
        (told, callback) -> {
          add(told, "onBeforeSendHeaders", told.method());
          callback.call(BeforeSendResponse.proceed());
        });
    web.onSendHeaders(told -> add(told, "onSendHeaders", told.method()));
    web.onHeadersReceived(
        (told, callback) -> {
          add(told, "onHeadersReceived", told.statusCode() + from(told.fromCache()));
          callback.call(HeadersReceivedResponse.proceed());
        });
    web.onBeforeRedirect(
        told ->
            add(
                told,
                "onBeforeRedirect",
                told.statusCode() + " to " + shortUrl(told.redirectURL())));
    web.onResponseStarted(
        told -> add(told, "onResponseStarted", told.statusCode() + from(told.fromCache())));
    web.onCompleted(
        told -> {
          add(told, "onCompleted", told.statusCode() + from(told.fromCache()) + " " + told.error());
          ends.add(told.url());
        });
    web.onErrorOccurred(
        told -> {
          add(told, "onErrorOccurred", told.error() + from(told.fromCache()));
          ends.add(told.url());
        });
  }

  private static String from(boolean cache) {
    return cache ? " from cache" : "";
  }

  private static String shortUrl(String url) {
    Url parsed = Url.parse(url);
    return parsed.host() == null || parsed.host().isEmpty()
        ? parsed.href()
        : parsed.scheme() + ":" + parsed.pathAndQuery();
  }

  private synchronized void add(RequestDetails told, String event, String rest) {
    details.add(told);
    lines.add(event + " " + shortUrl(told.url()) + " " + rest);
  }

  /** Waits until so many requests have ended. */
  EventRecorder awaitEnds(int requests) throws InterruptedException {
    for (int i = 0; i < requests; i++) {
      if (ends.poll(WAIT_SECONDS, TimeUnit.SECONDS) == null) {
        throw new AssertionError("no end of a request; so far:\n" + text());
      }
    }
    return this;
  }

  /** What was heard, a line for each event. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** Forgets what was heard. */
  synchronized void clear() {
    lines.clear();
    details.clear();
  }

  /** What listeners were told, in order. */
  synchronized List<RequestDetails> details() {
    return List.copyOf(details);
  }

  /** What a listener of this kind was told at first. */
  <D extends RequestDetails> D first(Class<D> type) {
    return details().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
