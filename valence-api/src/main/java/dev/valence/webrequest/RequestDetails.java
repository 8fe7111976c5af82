package dev.valence.webrequest;

import dev.valence.net.http.ResourceType;

/**
 * What every listener is told of a request. Pages' requests will also tell which page asks; the
 * requests here have none, so that Electron's {@code webContentsId}, {@code webContents} and {@code
 * frame} are absent.
 */
public sealed interface RequestDetails
    permits BeforeRequestDetails,
        BeforeSendHeadersDetails,
        SendHeadersDetails,
        HeadersReceivedDetails,
        BeforeRedirectDetails,
        ResponseStartedDetails,
        CompletedDetails,
        ErrorOccurredDetails {
  /** One number for a request over all its hops. */
  long id();

  /** Where this hop goes. */
  String url();

  /** The method of this hop. */
  String method();

  /** What the request is for. */
  ResourceType resourceType();

  /** The referrer; empty for none. */
  String referrer();

  /** When it happened, in milliseconds since 1970. */
  double timestamp();
}
