package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Which of Chromium's errors a failed handshake or TLS record is, from the exceptions of either
 * engine ({@code net/ssl/openssl_ssl_util.cc}). A pure function.
 */
public final class TlsErrors {
  private static final int MAX_CAUSES = 16;

  /** What an alert of the server means (RFC 8446 §6; numbers of §B.2). */
  private static final Map<String, NetError> ALERTS =
      Map.ofEntries(
          Map.entry("bad_record_mac", NetError.SSL_BAD_RECORD_MAC_ALERT),
          Map.entry("decompression_failure", NetError.SSL_DECOMPRESSION_FAILURE_ALERT),
          Map.entry("decrypt_error", NetError.SSL_DECRYPT_ERROR_ALERT),
          // Chromium looks whether it answers the ClientHello, which the engines do not tell; in
          // practice it does.
          Map.entry("handshake_failure", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("protocol_version", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("insufficient_security", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("bad_certificate", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("unsupported_certificate", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("certificate_revoked", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("certificate_expired", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("certificate_unknown", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("certificate_required", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("unknown_ca", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("access_denied", NetError.BAD_SSL_CLIENT_AUTH_CERT),
          Map.entry("unrecognized_name", NetError.SSL_UNRECOGNIZED_NAME_ALERT));

  /** Reasons of BoringSSL that are no alerts. */
  private static final Map<String, NetError> REASONS =
      Map.ofEntries(
          Map.entry("no_cipher_match", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("no_shared_cipher", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("unsupported_protocol", NetError.SSL_VERSION_OR_CIPHER_MISMATCH),
          Map.entry("tls13_downgrade", NetError.TLS13_DOWNGRADE_DETECTED),
          Map.entry("server_cert_changed", NetError.SSL_SERVER_CERT_CHANGED),
          Map.entry("key_usage_bit_incorrect", NetError.SSL_KEY_USAGE_INCOMPATIBLE));

  private static final Pattern JSSE_ALERT =
      Pattern.compile("Received fatal alert: (\\w+)|\\((\\w+)\\) .*");
  private static final Pattern BORINGSSL_REASON =
      Pattern.compile("error:[0-9a-fA-F]+:SSL routines:[^:]*:(\\w+)");

  private TlsErrors() {}

  /** The error of a failed handshake or of a broken TLS connection. */
  public static NetError toNetError(Throwable failure) {
    // Our own verdict first: newer JSSE engines wrap it in words that look like an alert.
    CertificateVerificationException verdict = verdictIn(failure);
    if (verdict != null) {
      return verdict.error();
    }
    NetError fallback = NetError.FAILED;
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      NetError error = errorOf(at);
      if (error != null) {
        return error;
      }
      if (at instanceof SSLException) {
        fallback = NetError.SSL_PROTOCOL_ERROR;
      } else if (at instanceof IOException && fallback == NetError.FAILED) {
        fallback = NetError.CONNECTION_FAILED;
      }
      at = at.getCause();
    }
    return fallback;
  }

  /** Whether the server ended it by the alert handshake_failure, which says nothing of why. */
  static boolean isHandshakeFailureAlert(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      String message = at.getMessage();
      if (at instanceof SSLException
          && message != null
          && message.toLowerCase(Locale.ROOT).contains("alert")
          && message.toLowerCase(Locale.ROOT).contains("handshake_failure")) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** The failure as the exception of the road, with the engine's words as detail. */
  public static NetException toNetException(Throwable failure) {
    Throwable root = failure;
    if (failure instanceof CompletionException && failure.getCause() != null) {
      root = failure.getCause();
    }
    if (root instanceof NetException known) {
      return known;
    }
    return new NetException(toNetError(root), detail(root), root);
  }

  private static String detail(Throwable failure) {
    CertificateVerificationException verdict = verdictIn(failure);
    if (verdict != null) {
      return verdict.detail();
    }
    return String.valueOf(failure.getMessage());
  }

  private static @Nullable CertificateVerificationException verdictIn(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      if (at instanceof CertificateVerificationException refused) {
        return refused;
      }
      at = at.getCause();
    }
    return null;
  }

  private static @Nullable NetError errorOf(Throwable failure) {
    if (failure instanceof NetException known) {
      return known.error();
    }
    if (failure instanceof SslHandshakeTimeoutException
        || failure instanceof SocketTimeoutException
        || failure instanceof TimeoutException
        || failure instanceof io.netty.handler.timeout.TimeoutException) {
      return NetError.TIMED_OUT;
    }
    if (failure instanceof ClosedChannelException
        || failure instanceof EOFException
        || failure instanceof SslClosedEngineException) {
      return NetError.CONNECTION_CLOSED;
    }
    String message = failure.getMessage();
    if (message == null) {
      return null;
    }
    if (failure instanceof SSLException) {
      return errorOfEngine(message);
    }
    if (failure instanceof SocketException || failure instanceof IOException) {
      return errorOfSocket(message);
    }
    return null;
  }

  private static @Nullable NetError errorOfEngine(String message) {
    Matcher boringSsl = BORINGSSL_REASON.matcher(message);
    if (boringSsl.find()) {
      String reason = boringSsl.group(1).toLowerCase(Locale.ROOT);
      NetError error = REASONS.get(reason);
      return error != null ? error : ALERTS.get(alertName(reason));
    }
    Matcher alert = JSSE_ALERT.matcher(message);
    if (alert.find()) {
      return ALERTS.get(alert.group(1) != null ? alert.group(1) : alert.group(2));
    }
    if (message.contains("closing inbound before receiving peer's close_notify")) {
      return NetError.CONNECTION_CLOSED;
    }
    if (message.contains("is not accepted by client preferences")
        || message.contains("No appropriate protocol")) {
      return NetError.SSL_VERSION_OR_CIPHER_MISMATCH;
    }
    return null;
  }

  /** BoringSSL's names of alerts: {@code SSLV3_ALERT_X}, {@code TLSV1_ALERT_X}, {@code TLSV1_X}. */
  private static String alertName(String reason) {
    return reason.replaceFirst("^(sslv3|tlsv1)_(alert_)?", "");
  }

  private static @Nullable NetError errorOfSocket(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("reset")
        || text.contains("broken pipe")
        || text.contains("forcibly closed")) {
      return NetError.CONNECTION_RESET;
    }
    return text.contains("timed out") ? NetError.TIMED_OUT : null;
  }
}
