package dev.valence.net.internal.http1;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.ExchangeListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads a request head back from its bytes, for whoever wants to see what is really sent. */
final class SentHead {
  private SentHead() {}

  static void tell(ByteBuf head, ExchangeListener listener) {
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    HeaderList fields = new HeaderList(lines.length);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      if (colon > 0) {
        fields.add(lines[i].substring(0, colon), lines[i].substring(colon + 2));
      }
    }
    listener.onRequestHead(lines[0], fields);
  }
}
