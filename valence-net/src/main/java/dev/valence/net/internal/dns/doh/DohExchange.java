package dev.valence.net.internal.dns.doh;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkCall;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RedirectStep;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.internal.dns.wire.DnsFormatException;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsQuery;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One query to one server (RFC 8484 §4; Chromium's {@code DnsHTTPAttempt}). */
final class DohExchange implements NetworkDelegate, BodySink {
  private static final String MEDIA_TYPE = "application/dns-message";

  /** Hears the outcome, once, unless it was cancelled. */
  interface Outcome {
    void onMessage(DnsMessage message);

    void onFailed(NetException error);
  }

  private final DohServers.Server server;
  private final DnsQuery query;
  private final Outcome outcome;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream(512);
  private @Nullable NetworkCall call;
  private @Nullable BodyStream body;
  private boolean over;

  DohExchange(DohServers.Server server, DnsQuery query, Outcome outcome) {
    this.server = server;
    this.query = query;
    this.outcome = outcome;
  }

  void start(DohSender sender) {
    DohTemplate template = server.template();
    Url url = template.url(Base64.getUrlEncoder().withoutPadding().encodeToString(query.bytes()));
    HeaderList headers = new HeaderList();
    headers.add("Accept", MEDIA_TYPE);
    NetworkRequest.Builder request =
        NetworkRequest.builder(url)
            .headers(headers)
            .redirectMode(RedirectMode.ERROR)
            .useCookies(false)
            .useAuthentication(false);
    if (template.usesPost()) {
      headers.add("Content-Type", MEDIA_TYPE);
      request.method("POST").body(new QueryBody(query.bytes()));
    }
    call = sender.send(request.build(), this);
  }

  /** No outcome follows. */
  void cancel() {
    over = true;
    if (call != null) {
      call.cancel(new NetException(NetError.ABORTED));
    }
  }

  @Override
  public void onRedirect(RedirectStep step, RedirectDecision decision) {
    decision.refuse(wrong("a redirect"));
  }

  @Override
  public void onResponse(ResponseHead head, List<Url> urls, BodyStream stream) {
    body = stream;
    if (over) {
      stream.cancel();
    } else if (head.status() != 200) {
      fail(wrong("the HTTP status " + head.status()));
    } else if (!isDnsMessage(head.headers().get("content-type"))) {
      fail(wrong("a body that is no " + MEDIA_TYPE));
    } else {
      stream.subscribe(this);
    }
  }

  private static boolean isDnsMessage(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
  }

  @Override
  public void onFailed(NetException error) {
    fail(error);
  }

  @Override
  public void onData(ByteBuf chunk) {
    try {
      if (over) {
        return;
      }
      if (received.size() + chunk.readableBytes() > DnsMessage.MAX_BYTES) {
        fail(wrong("a body of more than " + DnsMessage.MAX_BYTES + " bytes"));
        return;
      }
      byte[] bytes = new byte[chunk.readableBytes()];
      chunk.readBytes(bytes);
      received.writeBytes(bytes);
    } finally {
      chunk.release();
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    if (over) {
      return;
    }
    DnsMessage message;
    try {
      message = DnsMessage.read(received.toByteArray());
    } catch (DnsFormatException e) {
      fail(wrong(String.valueOf(e.getMessage())));
      return;
    }
    if (message.truncated() || !query.isAnsweredButForCaseBy(message)) {
      fail(wrong("a message that is no answer to the question"));
      return;
    }
    over = true;
    outcome.onMessage(message);
  }

  @Override
  public void onError(NetException error) {
    fail(error);
  }

  private NetException wrong(String what) {
    return new NetException(
        NetError.DNS_MALFORMED_RESPONSE, "the DNS server " + server + " sent " + what, null);
  }

  private void fail(NetException error) {
    if (over) {
      return;
    }
    over = true;
    if (body != null) {
      body.cancel();
    }
    outcome.onFailed(error);
  }

  /** The query as a request body. */
  private record QueryBody(byte[] bytes) implements RequestBody {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public UploadReader open() {
      return new UploadReader() {
        private boolean sent;

        @Override
        public void read(int maxBytes, Sink sink) {
          if (sent) {
            sink.onEnd(new HeaderList());
          } else {
            // Shorter than any limit that a piece may have: some hundred bytes.
            sent = true;
            sink.onPiece(Unpooled.wrappedBuffer(bytes));
          }
        }

        @Override
        public void close() {}
      };
    }
  }
}
