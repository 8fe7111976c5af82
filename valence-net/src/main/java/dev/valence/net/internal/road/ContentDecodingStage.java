package dev.valence.net.internal.road;

import dev.valence.net.NetException;
import dev.valence.net.internal.decode.ContentDecoder;
import dev.valence.net.internal.decode.ContentDecoders;
import dev.valence.net.internal.exchange.UpgradedBody;
import io.netty.buffer.ByteBufAllocator;

/**
 * Undoes the content codings of a response (RFC 9110 §8.4). The headers stay as they came, as in
 * Chromium. What the program answers itself is its own affair: a response that was fetched
 * elsewhere is decoded already.
 */
final class ContentDecodingStage implements Stage {
  @Override
  public void receive(Transaction transaction) {
    String codings = transaction.head().headers().getJoined("content-encoding");
    if (codings != null && hasBody(transaction) && !transaction.isFromHandler()) {
      try {
        ContentDecoder decoder = ContentDecoders.forHeader(codings, ByteBufAllocator.DEFAULT);
        if (decoder != null) {
          transaction.body(new DecodedBody(transaction.body(), decoder));
        }
      } catch (NetException e) {
        transaction.fail(e);
        return;
      }
    }
    transaction.giveBack();
  }

  private static boolean hasBody(Transaction transaction) {
    int status = transaction.head().status();
    return !transaction.method().equals("HEAD")
        && !(transaction.body() instanceof UpgradedBody)
        && status != 204
        && status != 205
        && status != 304;
  }
}
