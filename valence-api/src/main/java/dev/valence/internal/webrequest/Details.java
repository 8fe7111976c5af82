package dev.valence.internal.webrequest;

import dev.valence.internal.fetch.BlobRegistry;
import dev.valence.internal.fetch.PartedBody;
import dev.valence.internal.fetch.UploadPart;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.ResourceType;
import dev.valence.net.interception.InterceptedRequest;
import dev.valence.net.url.Url;
import dev.valence.webrequest.BeforeRedirectDetails;
import dev.valence.webrequest.BeforeRequestDetails;
import dev.valence.webrequest.BeforeSendHeadersDetails;
import dev.valence.webrequest.CompletedDetails;
import dev.valence.webrequest.ErrorOccurredDetails;
import dev.valence.webrequest.HeadersReceivedDetails;
import dev.valence.webrequest.ResponseStartedDetails;
import dev.valence.webrequest.SendHeadersDetails;
import dev.valence.webrequest.UploadData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What listeners are told of one request, taken from it on the network thread. */
final class Details {
  private final InterceptedRequest request;
  private final long id;

  Details(InterceptedRequest request, long id) {
    this.request = request;
    this.id = id;
  }

  BeforeRequestDetails beforeRequest(@Nullable List<UploadData> upload) {
    return new BeforeRequestDetails(id, url(), method(), type(), referrer(), now(), upload);
  }

  BeforeSendHeadersDetails beforeSendHeaders(
      HeaderList headers, @Nullable List<UploadData> upload) {
    return new BeforeSendHeadersDetails(
        id, url(), method(), type(), referrer(), now(), upload, HeaderTexts.request(headers));
  }

  SendHeadersDetails sendHeaders(HeaderList headers) {
    return new SendHeadersDetails(
        id, url(), method(), type(), referrer(), now(), HeaderTexts.request(headers));
  }

  HeadersReceivedDetails headersReceived(ResponseHead head) {
    return new HeadersReceivedDetails(
        id,
        url(),
        method(),
        type(),
        referrer(),
        now(),
        statusLine(head),
        head.status(),
        HeaderTexts.response(head.headers()),
        head.isFromCache(),
        request.ip());
  }

  BeforeRedirectDetails beforeRedirect(Url to) {
    ResponseHead head = head();
    return new BeforeRedirectDetails(
        id,
        url(),
        method(),
        type(),
        referrer(),
        now(),
        to.href(),
        head.status(),
        statusLine(head),
        request.ip(),
        head.isFromCache(),
        HeaderTexts.response(head.headers()));
  }

  ResponseStartedDetails responseStarted() {
    ResponseHead head = head();
    return new ResponseStartedDetails(
        id,
        url(),
        method(),
        type(),
        referrer(),
        now(),
        HeaderTexts.response(head.headers()),
        head.isFromCache(),
        head.status(),
        statusLine(head),
        request.ip());
  }

  CompletedDetails completed(String error) {
    ResponseHead head = head();
    return new CompletedDetails(
        id,
        url(),
        method(),
        type(),
        referrer(),
        now(),
        HeaderTexts.response(head.headers()),
        head.isFromCache(),
        head.status(),
        statusLine(head),
        request.ip(),
        error);
  }

  ErrorOccurredDetails errorOccurred(String error) {
    ResponseHead head = request.head();
    return new ErrorOccurredDetails(
        id,
        url(),
        method(),
        type(),
        referrer(),
        now(),
        head != null && head.isFromCache(),
        request.ip(),
        error);
  }

  /** The parts of the body; {@code once} is how a stream is read. Null for no body. */
  @Nullable List<UploadData> upload(BlobRegistry blobs, @Nullable BodyOnce once) {
    RequestBody body = request.body();
    if (body == null) {
      return null;
    }
    List<UploadData> upload = new ArrayList<>(1);
    for (UploadPart part : PartedBody.partsOf(body)) {
      upload.add(
          new UploadDataImpl(part, blobs, part instanceof UploadPart.OfStream ? once : null));
    }
    return List.copyOf(upload);
  }

  private String url() {
    return request.url().href();
  }

  private String method() {
    return request.method();
  }

  private ResourceType type() {
    return request.request().resourceType();
  }

  /** A Referer that the asker set as a header counts as the referrer. */
  private String referrer() {
    NetworkRequest asked = request.request();
    String given = asked.headers().get("referer");
    if (given != null) {
      return given;
    }
    return asked.referrer() == null ? "" : asked.referrer().href();
  }

  private static double now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
  }

  private ResponseHead head() {
    return Objects.requireNonNull(request.head());
  }

  /** HTTP/2 has no status line; Chromium writes what HTTP/1.1 would have. */
  static String statusLine(ResponseHead head) {
    String version = head.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    String line = version + head.status();
    return head.reason().isEmpty() ? line : line + " " + head.reason();
  }
}
