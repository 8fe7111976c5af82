package dev.valence.internal.webrequest;

import dev.valence.net.NetworkRequest;
import dev.valence.webrequest.WebRequest;
import dev.valence.webrequest.WebRequestFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The listeners of a session, one for each event. Any thread. */
public final class WebRequestImpl implements WebRequest {
  private final Runnable changed;
  private volatile @Nullable Slot<BeforeRequestListener> beforeRequest;
  private volatile @Nullable Slot<BeforeSendHeadersListener> beforeSendHeaders;
  private volatile @Nullable Slot<SendHeadersListener> sendHeaders;
  private volatile @Nullable Slot<HeadersReceivedListener> headersReceived;
  private volatile @Nullable Slot<BeforeRedirectListener> beforeRedirect;
  private volatile @Nullable Slot<ResponseStartedListener> responseStarted;
  private volatile @Nullable Slot<CompletedListener> completed;
  private volatile @Nullable Slot<ErrorOccurredListener> errorOccurred;

  /**
   * No listeners.
   *
   * @param changed called after each change
   */
  WebRequestImpl(Runnable changed) {
    this.changed = changed;
  }

  /** Whether there is a listener of any event. */
  boolean hasListener() {
    return beforeRequest != null
        || beforeSendHeaders != null
        || sendHeaders != null
        || headersReceived != null
        || beforeRedirect != null
        || responseStarted != null
        || completed != null
        || errorOccurred != null;
  }

  /** Whether there is a listener of any event that wants to hear of the request. */
  boolean mayWatch(NetworkRequest request) {
    return wants(beforeRequest, request)
        || wants(beforeSendHeaders, request)
        || wants(sendHeaders, request)
        || wants(headersReceived, request)
        || wants(beforeRedirect, request)
        || wants(responseStarted, request)
        || wants(completed, request)
        || wants(errorOccurred, request);
  }

  private static boolean wants(@Nullable Slot<?> slot, NetworkRequest request) {
    return slot != null && slot.matches(request);
  }

  private static <L> @Nullable Slot<L> slot(WebRequestFilter filter, @Nullable L listener) {
    Objects.requireNonNull(filter, "filter");
    return listener == null ? null : new Slot<>(filter, listener);
  }

  @Override
  public void onBeforeRequest(WebRequestFilter filter, @Nullable BeforeRequestListener listener) {
    beforeRequest = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onBeforeSendHeaders(
      WebRequestFilter filter, @Nullable BeforeSendHeadersListener listener) {
    beforeSendHeaders = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onSendHeaders(WebRequestFilter filter, @Nullable SendHeadersListener listener) {
    sendHeaders = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onHeadersReceived(
      WebRequestFilter filter, @Nullable HeadersReceivedListener listener) {
    headersReceived = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onBeforeRedirect(WebRequestFilter filter, @Nullable BeforeRedirectListener listener) {
    beforeRedirect = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onResponseStarted(
      WebRequestFilter filter, @Nullable ResponseStartedListener listener) {
    responseStarted = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onCompleted(WebRequestFilter filter, @Nullable CompletedListener listener) {
    completed = slot(filter, listener);
    changed.run();
  }

  @Override
  public void onErrorOccurred(WebRequestFilter filter, @Nullable ErrorOccurredListener listener) {
    errorOccurred = slot(filter, listener);
    changed.run();
  }

  @Nullable Slot<BeforeRequestListener> beforeRequest() {
    return beforeRequest;
  }

  @Nullable Slot<BeforeSendHeadersListener> beforeSendHeaders() {
    return beforeSendHeaders;
  }

  @Nullable Slot<SendHeadersListener> sendHeaders() {
    return sendHeaders;
  }

  @Nullable Slot<HeadersReceivedListener> headersReceived() {
    return headersReceived;
  }

  @Nullable Slot<BeforeRedirectListener> beforeRedirect() {
    return beforeRedirect;
  }

  @Nullable Slot<ResponseStartedListener> responseStarted() {
    return responseStarted;
  }

  @Nullable Slot<CompletedListener> completed() {
    return completed;
  }

  @Nullable Slot<ErrorOccurredListener> errorOccurred() {
    return errorOccurred;
  }
}
