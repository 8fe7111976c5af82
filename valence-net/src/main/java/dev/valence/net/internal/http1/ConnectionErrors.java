package dev.valence.net.internal.http1;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.tls.TlsErrors;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** What a channel says of its failure, as Chromium's errors. Pure function. */
final class ConnectionErrors {
  private ConnectionErrors() {}

  static NetException toNetException(Throwable failure) {
    if (failure instanceof NetException known) {
      return known;
    }
    if (failure instanceof DecoderException || failure instanceof SSLException) {
      // What TLS found on the way, such as an alert of the server.
      return TlsErrors.toNetException(failure);
    }
    return new NetException(
        failure instanceof IOException ? NetError.CONNECTION_RESET : NetError.FAILED, failure);
  }
}
