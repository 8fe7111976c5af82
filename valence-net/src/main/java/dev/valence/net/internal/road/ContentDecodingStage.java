package dev.valence.net.internal.road;

import dev.valence.net.internal.decode.ContentDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the content codings of a response (RFC 9110 §8.4). The headers stay as they came, as in
 * Chromium.
 */
final class ContentDecodingStage implements Stage {
  @Override
  public void receive(Transaction transaction) {
    String codings = transaction.head().headers().getJoined("content-encoding");
    if (codings != null && hasBody(transaction)) {
      ContentDecoder decoder = decoderFor(codings);
      if (decoder != null) {
        transaction.body(new DecodedBody(transaction.body(), decoder));
      }
    }
    transaction.giveBack();
  }

  private static @Nullable ContentDecoder decoderFor(String codings) {
    return null;
  }

  private static boolean hasBody(Transaction transaction) {
    int status = transaction.head().status();
    return !transaction.method().equals("HEAD") && status != 204 && status != 205 && status != 304;
  }
}
