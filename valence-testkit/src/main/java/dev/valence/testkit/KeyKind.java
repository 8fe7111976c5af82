package dev.valence.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Kinds of keys a test certificate may have. */
public enum KeyKind {
  /** ECDSA on P-256: quick to make, the default. */
  EC_P256("SHA256withECDSA"),
  /** ECDSA on P-384. */
  EC_P384("SHA384withECDSA"),
  /** RSA with 2,048 bits. */
  RSA_2048("SHA256withRSA"),
  /** RSA with 1,024 bits: too weak for a browser. */
  RSA_1024("SHA256withRSA"),
  /** Ed25519. */
  ED25519("Ed25519");

  private final String signature;

  KeyKind(String signature) {
    this.signature = signature;
  }

  /** The usual signature algorithm of such a key, by its Java name. */
  String signature() {
    return signature;
  }

  KeyPair generate() {
    try {
      return switch (this) {
        case EC_P256 -> elliptic("secp256r1");
        case EC_P384 -> elliptic("secp384r1");
        case RSA_2048 -> rsa(2048);
        case RSA_1024 -> rsa(1024);
        case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK makes no key of kind " + this, e);
    }
  }

  private static KeyPair elliptic(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
