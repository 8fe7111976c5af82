package dev.valence.webrequest;

import org.jspecify.annotations.Nullable;

/**
 * Watches, changes and stops the requests of a session, whoever makes them (Electron's {@code
 * webRequest}). Each event has one listener: a new one takes the place of the old, null clears.
 *
 * <p>A request goes through {@code onBeforeRequest}, {@code onBeforeSendHeaders}, {@code
 * onSendHeaders}, {@code onHeadersReceived}, {@code onResponseStarted} and {@code onCompleted}. A
 * redirect brings {@code onBeforeRedirect} after {@code onHeadersReceived}, and the request begins
 * anew with {@code onBeforeRequest}; a redirect that no server sent, of a listener or of HSTS,
 * comes without {@code onHeadersReceived}. A login repeats the request from {@code
 * onBeforeSendHeaders} on. Responses out of the cache go through all of it. A request that fails,
 * or is given up at any stage, ends with {@code onErrorOccurred}. The handshake of a WebSocket ends
 * with {@code onResponseStarted} and {@code onCompleted} once it is open.
 *
 * <p>Listeners run on the event thread of the {@code Valence}. Those with a callback hold the
 * request until it is called, from any thread; it waits for ever unless it is aborted. A listener
 * that throws before it has called back fails its request with {@code net::ERR_FAILED}, and is
 * reported. A filter is asked before anything crosses to the event thread. A request that began
 * when the session had no listener and no interceptor at all is not shown before its next hop. Any
 * thread may call the methods.
 *
 * <p>All of them throw {@link IllegalArgumentException} for a filter that is wrong; see {@link
 * WebRequestFilter}.
 */
public interface WebRequest {
  /** Listener of {@link #onBeforeRequest}. */
  @FunctionalInterface
  interface BeforeRequestListener {
    void onBeforeRequest(
        BeforeRequestDetails details, WebRequestCallback<BeforeRequestResponse> callback);
  }

  /** Listener of {@link #onBeforeSendHeaders}. */
  @FunctionalInterface
  interface BeforeSendHeadersListener {
    void onBeforeSendHeaders(
        BeforeSendHeadersDetails details, WebRequestCallback<BeforeSendResponse> callback);
  }

  /** Listener of {@link #onSendHeaders}. */
  @FunctionalInterface
  interface SendHeadersListener {
    void onSendHeaders(SendHeadersDetails details);
  }

  /** Listener of {@link #onHeadersReceived}. */
  @FunctionalInterface
  interface HeadersReceivedListener {
    void onHeadersReceived(
        HeadersReceivedDetails details, WebRequestCallback<HeadersReceivedResponse> callback);
  }

  /** Listener of {@link #onBeforeRedirect}. */
  @FunctionalInterface
  interface BeforeRedirectListener {
    void onBeforeRedirect(BeforeRedirectDetails details);
  }

  /** Listener of {@link #onResponseStarted}. */
  @FunctionalInterface
  interface ResponseStartedListener {
    void onResponseStarted(ResponseStartedDetails details);
  }

  /** Listener of {@link #onCompleted}. */
  @FunctionalInterface
  interface CompletedListener {
    void onCompleted(CompletedDetails details);
  }

  /** Listener of {@link #onErrorOccurred}. */
  @FunctionalInterface
  interface ErrorOccurredListener {
    void onErrorOccurred(ErrorOccurredDetails details);
  }

  /**
   * A request, or its next hop, is about to begin. The listener may stop it or send it elsewhere.
   */
  void onBeforeRequest(WebRequestFilter filter, @Nullable BeforeRequestListener listener);

  /** As above, for every URL. */
  default void onBeforeRequest(@Nullable BeforeRequestListener listener) {
    onBeforeRequest(WebRequestFilter.allUrls(), listener);
  }

  /**
   * The header fields are complete, cookies included, but for those that logins and the connection
   * add. The listener may replace them all.
   */
  void onBeforeSendHeaders(WebRequestFilter filter, @Nullable BeforeSendHeadersListener listener);

  /** As above, for every URL. */
  default void onBeforeSendHeaders(@Nullable BeforeSendHeadersListener listener) {
    onBeforeSendHeaders(WebRequestFilter.allUrls(), listener);
  }

  /** The request goes on with these header fields. */
  void onSendHeaders(WebRequestFilter filter, @Nullable SendHeadersListener listener);

  /** As above, for every URL. */
  default void onSendHeaders(@Nullable SendHeadersListener listener) {
    onSendHeaders(WebRequestFilter.allUrls(), listener);
  }

  /**
   * The head of a response is there: before cookies are kept and redirects followed. The listener
   * may replace the header fields and the status line.
   */
  void onHeadersReceived(WebRequestFilter filter, @Nullable HeadersReceivedListener listener);

  /** As above, for every URL. */
  default void onHeadersReceived(@Nullable HeadersReceivedListener listener) {
    onHeadersReceived(WebRequestFilter.allUrls(), listener);
  }

  /** The request is about to go on to another URL. */
  void onBeforeRedirect(WebRequestFilter filter, @Nullable BeforeRedirectListener listener);

  /** As above, for every URL. */
  default void onBeforeRedirect(@Nullable BeforeRedirectListener listener) {
    onBeforeRedirect(WebRequestFilter.allUrls(), listener);
  }

  /** The response goes to its asker; its body is about to flow. */
  void onResponseStarted(WebRequestFilter filter, @Nullable ResponseStartedListener listener);

  /** As above, for every URL. */
  default void onResponseStarted(@Nullable ResponseStartedListener listener) {
    onResponseStarted(WebRequestFilter.allUrls(), listener);
  }

  /** The body is whole, or a WebSocket is open. */
  void onCompleted(WebRequestFilter filter, @Nullable CompletedListener listener);

  /** As above, for every URL. */
  default void onCompleted(@Nullable CompletedListener listener) {
    onCompleted(WebRequestFilter.allUrls(), listener);
  }

  /** The request has failed or was given up. */
  void onErrorOccurred(WebRequestFilter filter, @Nullable ErrorOccurredListener listener);

  /** As above, for every URL. */
  default void onErrorOccurred(@Nullable ErrorOccurredListener listener) {
    onErrorOccurred(WebRequestFilter.allUrls(), listener);
  }
}
