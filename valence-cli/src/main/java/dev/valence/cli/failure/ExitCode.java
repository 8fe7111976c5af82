package dev.valence.cli.failure;

import dev.valence.net.NetError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the exit code of the process says. Numbers are curl's where curl has one for the matter, so
 * that scripts need not be changed.
 */
public enum ExitCode {
  OK(0, "done"),
  FAILED(1, "failed for another reason, or a check did not hold"),
  USAGE(2, "wrong usage: unknown option, missing or contradictory values"),
  BAD_URL(3, "the URL is none, or its scheme is not served"),
  SESSION(4, "the session's folder is in use or cannot be opened"),
  HOST_NOT_FOUND(6, "the host name was not found"),
  CANNOT_CONNECT(7, "no connection to the server"),
  BAD_RESPONSE(8, "the answer breaks HTTP"),
  CUT_SHORT(18, "the body broke off before its end"),
  HTTP_ERROR(22, "the status was 400 or above, with --fail"),
  CANNOT_WRITE(23, "the output cannot be written"),
  CANNOT_READ(26, "a file to send, or to read, cannot be read"),
  TIMED_OUT(28, "a time limit ran out"),
  TLS_FAILED(35, "the TLS handshake failed"),
  REDIRECTS(47, "too many redirects, or one that may not be followed"),
  EMPTY_RESPONSE(52, "the server closed the connection without an answer"),
  CONNECTION_LOST(56, "the connection broke"),
  CERTIFICATE(60, "the server's certificate is not trusted"),
  BAD_ENCODING(61, "the body is not what its Content-Encoding says"),
  CANNOT_RESEND(65, "the body had to be sent again and could not be"),
  HTTP2_ERROR(92, "an error of HTTP/2"),
  PROXY(97, "a proxy failed, or none could be chosen"),
  INTERRUPTED(130, "interrupted (Ctrl-C)");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** What it says, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Every number as text, with its meaning, in order. */
  public static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      table.put(Integer.toString(code.number), code.meaning);
    }
    return table;
  }

  /** The code for a network failure. */
  public static ExitCode of(NetError error) {
    if (error.isCertificateError()) {
      return CERTIFICATE;
    }
    String name = error.name();
    if (name.startsWith("DNS_")) {
      return error == NetError.DNS_TIMED_OUT ? TIMED_OUT : HOST_NOT_FOUND;
    }
    return switch (error) {
      case NAME_NOT_RESOLVED, NAME_RESOLUTION_FAILED, ICANN_NAME_COLLISION -> HOST_NOT_FOUND;
      case TIMED_OUT, CONNECTION_TIMED_OUT -> TIMED_OUT;
      case CONNECTION_REFUSED,
          CONNECTION_FAILED,
          PROXY_CONNECTION_FAILED,
          ADDRESS_INVALID,
          ADDRESS_UNREACHABLE,
          ADDRESS_IN_USE,
          INTERNET_DISCONNECTED,
          NETWORK_ACCESS_DENIED ->
          CANNOT_CONNECT;
      case INVALID_URL, DISALLOWED_URL_SCHEME, UNKNOWN_URL_SCHEME, UNSAFE_PORT -> BAD_URL;
      case TOO_MANY_REDIRECTS,
          UNSAFE_REDIRECT,
          INVALID_REDIRECT,
          RESPONSE_HEADERS_MULTIPLE_LOCATION ->
          REDIRECTS;
      case EMPTY_RESPONSE -> EMPTY_RESPONSE;
      case CONTENT_LENGTH_MISMATCH, INCOMPLETE_CHUNKED_ENCODING -> CUT_SHORT;
      case CONTENT_DECODING_FAILED, CONTENT_DECODING_INIT_FAILED, ZSTD_WINDOW_SIZE_TOO_BIG ->
          BAD_ENCODING;
      case UPLOAD_STREAM_REWIND_NOT_SUPPORTED -> CANNOT_RESEND;
      case FILE_NOT_FOUND, UPLOAD_FILE_CHANGED, ACCESS_DENIED -> CANNOT_READ;
      case FILE_NO_SPACE -> CANNOT_WRITE;
      case CONNECTION_CLOSED,
          CONNECTION_RESET,
          CONNECTION_ABORTED,
          SOCKET_NOT_CONNECTED,
          NETWORK_CHANGED ->
          CONNECTION_LOST;
      default -> byName(error, name);
    };
  }

  private static ExitCode byName(NetError error, String name) {
    if (name.startsWith("HTTP2_") || name.equals("INCOMPLETE_HTTP2_HEADERS")) {
      return HTTP2_ERROR;
    }
    if (name.startsWith("PROXY_")
        || name.startsWith("SOCKS_")
        || name.startsWith("PAC_")
        || error == NetError.TUNNEL_CONNECTION_FAILED
        || error == NetError.NO_SUPPORTED_PROXIES
        || error == NetError.MANDATORY_PROXY_CONFIGURATION_FAILED) {
      return PROXY;
    }
    if (name.startsWith("SSL_")
        || name.startsWith("TLS13_")
        || name.equals("BAD_SSL_CLIENT_AUTH_CERT")
        || name.equals("ALPN_NEGOTIATION_FAILED")) {
      return TLS_FAILED;
    }
    if (name.startsWith("RESPONSE_HEADERS_") || name.startsWith("INVALID_")) {
      return BAD_RESPONSE;
    }
    return FAILED;
  }
}
