package dev.valence.net.internal.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * The host name in the ClientHello (RFC 6066 §3). Both engines leave out by themselves what
 * browsers send: names without a dot ({@code localhost}) and with an underscore.
 */
final class ServerName extends SNIServerName {
  private ServerName(String name) {
    super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Makes the engine send this name, which is no IP literal and has no trailing dot. */
  static void set(SSLEngine engine, String name) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      SSL.setTlsExtHostName(boringSsl.sslPointer(), name);
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new ServerName(name)));
    engine.setSSLParameters(parameters);
  }
}
