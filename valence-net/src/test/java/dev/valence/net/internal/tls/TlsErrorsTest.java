package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "Received fatal alert: handshake_failure, SSL_VERSION_OR_CIPHER_MISMATCH",
    "Received fatal alert: protocol_version, SSL_VERSION_OR_CIPHER_MISMATCH",
    "(protocol_version) Received fatal alert: protocol_version, SSL_VERSION_OR_CIPHER_MISMATCH",
    "Received fatal alert: insufficient_security, SSL_VERSION_OR_CIPHER_MISMATCH",
    "Received fatal alert: unrecognized_name, SSL_UNRECOGNIZED_NAME_ALERT",
    "Received fatal alert: certificate_required, BAD_SSL_CLIENT_AUTH_CERT",
    "Received fatal alert: bad_certificate, BAD_SSL_CLIENT_AUTH_CERT",
    "Received fatal alert: bad_record_mac, SSL_BAD_RECORD_MAC_ALERT",
    "Received fatal alert: decrypt_error, SSL_DECRYPT_ERROR_ALERT",
    "Received fatal alert: internal_error, SSL_PROTOCOL_ERROR",
    "Unsupported or unrecognized SSL message, SSL_PROTOCOL_ERROR",
    "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE,"
        + " SSL_VERSION_OR_CIPHER_MISMATCH",
    "error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION,"
        + " SSL_VERSION_OR_CIPHER_MISMATCH",
    "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL,"
        + " SSL_VERSION_OR_CIPHER_MISMATCH",
    "error:10000458:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNRECOGNIZED_NAME,"
        + " SSL_UNRECOGNIZED_NAME_ALERT",
    "error:10000458:SSL routines:OPENSSL_internal:TLSV1_UNRECOGNIZED_NAME,"
        + " SSL_UNRECOGNIZED_NAME_ALERT",
    "error:10000412:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE,"
        + " BAD_SSL_CLIENT_AUTH_CERT",
    "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER, SSL_PROTOCOL_ERROR",
    "error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR, SSL_PROTOCOL_ERROR",
    "error:10000000:SSL routines:OPENSSL_internal:TLS13_DOWNGRADE, TLS13_DOWNGRADE_DETECTED",
    "error:10000000:SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT,"
        + " SSL_KEY_USAGE_INCOMPATIBLE",
  })
  void theEnginesWordsHaveChromiumsErrors(String message, NetError expected) {
    assertThat(TlsErrors.toNetError(new SSLHandshakeException(message))).isEqualTo(expected);
    assertThat(TlsErrors.toNetError(new DecoderException(new SSLException(message))))
        .isEqualTo(expected);
  }

  @Test
  void otherFailuresHaveTheErrorOfTheirKind() {
    assertError(new NotSslRecordException("not an SSL/TLS record"), NetError.SSL_PROTOCOL_ERROR);
    assertError(new SslHandshakeTimeoutException("10s"), NetError.TIMED_OUT);
    assertError(new ClosedChannelException(), NetError.CONNECTION_CLOSED);
    assertError(new EOFException(), NetError.CONNECTION_CLOSED);
    assertError(new SocketException("Connection reset"), NetError.CONNECTION_RESET);
    assertError(
        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
        NetError.CONNECTION_RESET);
    assertError(new IOException("Broken pipe"), NetError.CONNECTION_RESET);
    assertError(new IOException("Connection timed out"), NetError.TIMED_OUT);
    assertError(new IOException("something else"), NetError.CONNECTION_FAILED);
    assertError(new IllegalStateException("x"), NetError.FAILED);
    assertError(new NetException(NetError.ABORTED), NetError.ABORTED);
  }

  @Test
  void aRefusedCertificateIsFoundBelowAnyEnginesException() {
    SSLHandshakeException failure = new SSLHandshakeException("General OpenSslEngine problem");
    failure.initCause(
        new CertificateVerificationException(NetError.CERT_DATE_INVALID, "a.test: [DATE]"));
    assertError(new DecoderException(failure), NetError.CERT_DATE_INVALID);
    assertThat(TlsErrors.toNetException(failure).detail()).contains("a.test: [DATE]");
  }

  @Test
  void anExceptionOfTheRoadStaysItself() {
    NetException known = new NetException(NetError.NAME_NOT_RESOLVED);
    assertThat(TlsErrors.toNetException(new CompletionException(known))).isSameAs(known);
  }

  @Test
  void aLoopOfCausesEnds() {
    Exception one = new Exception("one");
    one.initCause(new Exception("two", one));
    assertError(one, NetError.FAILED);
    assertThat(TlsErrors.toNetException(one).error()).isEqualTo(NetError.FAILED);
  }

  private static void assertError(Throwable failure, NetError expected) {
    assertThat(TlsErrors.toNetError(failure)).as("%s", failure).isEqualTo(expected);
  }
}
