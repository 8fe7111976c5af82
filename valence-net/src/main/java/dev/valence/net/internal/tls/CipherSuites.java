package dev.valence.net.internal.tls;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cipher suites that are offered: Chromium's, in its order. AEAD with forward secrecy first; no
 * 3DES, no PSK. A pure table.
 */
enum CipherSuites {
  TLS_AES_128_GCM_SHA256(0x1301),
  TLS_AES_256_GCM_SHA384(0x1302),
  TLS_CHACHA20_POLY1305_SHA256(0x1303),
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xcca9),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xcca8),
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA(0xc013),
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA(0xc014),
  TLS_RSA_WITH_AES_128_GCM_SHA256(0x009c),
  TLS_RSA_WITH_AES_256_GCM_SHA384(0x009d),
  TLS_RSA_WITH_AES_128_CBC_SHA(0x002f),
  TLS_RSA_WITH_AES_256_CBC_SHA(0x0035);

  private final int number;

  CipherSuites(int number) {
    this.number = number;
  }

  private boolean isTls13() {
    return number >> 8 == 0x13;
  }

  /**
   * What is offered where some are disabled; those of TLS 1.3 always are, as in Chromium ({@code
   * SSLContextConfig::disabled_cipher_suites}).
   */
  static List<String> offered(Set<Integer> disabled) {
    return Stream.of(values())
        .filter(suite -> suite.isTls13() || !disabled.contains(suite.number))
        .map(Enum::name)
        .toList();
  }
}
