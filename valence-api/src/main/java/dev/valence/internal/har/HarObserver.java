package dev.valence.internal.har;

import dev.valence.har.HarOptions;
import dev.valence.net.ConnectionFacts;
import dev.valence.net.NetException;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one request and hands over an exchange for each hop. On the network thread. */
final class HarObserver implements RequestObserver {
  private final HarOptions options;
  private final Consumer<HarExchange> done;
  private @Nullable HarExchange hop;

  HarObserver(HarOptions options, Consumer<HarExchange> done) {
    this.options = options;
    this.done = done;
  }

  @Override
  public void onHop(String method, Url url) {
    // The same hop again, such as after a challenge.
    finish();
    hop = new HarExchange(method, url, options.bodies() ? options.maxBodyBytes() : 0);
  }

  @Override
  public void onConnection(ConnectionFacts connection) {
    if (hop != null) {
      hop.connection = connection;
      hop.connected = System.nanoTime();
    }
  }

  @Override
  public void onRequestHead(String line, HeaderList fields) {
    if (hop != null) {
      hop.requestLine = line;
      hop.requestHeaders = fields;
    }
  }

  @Override
  public void onUpload(ByteBuf piece) {
    if (hop != null) {
      hop.upload.add(piece);
    }
  }

  @Override
  public void onRequestSent() {
    if (hop != null) {
      hop.sent = System.nanoTime();
    }
  }

  @Override
  public void onResponseHead(ResponseHead head) {
    if (hop != null) {
      hop.head = head;
      hop.answered = System.nanoTime();
    }
  }

  @Override
  public void onConfirmed(ResponseHead stored) {
    if (hop != null) {
      hop.confirmed = stored;
    }
  }

  @Override
  public void onEncodedBytes(int bytes) {
    if (hop != null) {
      hop.encodedBytes += bytes;
    }
  }

  @Override
  public void onContent(ByteBuf chunk) {
    if (hop != null) {
      hop.content.add(chunk);
    }
  }

  @Override
  public void onRedirect(Url to) {
    if (hop != null) {
      hop.redirect = to;
    }
    finish();
  }

  @Override
  public void onComplete() {
    finish();
  }

  @Override
  public void onFailed(NetException error) {
    if (hop != null) {
      hop.failure = error;
    }
    finish();
  }

  private void finish() {
    HarExchange over = hop;
    hop = null;
    if (over != null) {
      over.ended = System.nanoTime();
      done.accept(over);
    }
  }
}
