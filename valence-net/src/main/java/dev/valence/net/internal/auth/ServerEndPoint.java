package dev.valence.net.internal.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The channel binding {@code tls-server-end-point} (RFC 5929 §4.1): the hash of the server's
 * certificate, by the hash of its signature, but SHA-256 instead of MD5 and SHA-1. Pure.
 */
final class ServerEndPoint {
  private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);

  private ServerEndPoint() {}

  /** Null where it is not defined: the signature has no hash of its own, as Ed25519. */
  static byte @Nullable [] of(X509Certificate certificate) {
    try {
      String hash = hashOf(certificate);
      if (hash == null) {
        return null;
      }
      byte[] digest = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
      byte[] binding = new byte[PREFIX.length + digest.length];
      System.arraycopy(PREFIX, 0, binding, 0, PREFIX.length);
      System.arraycopy(digest, 0, binding, PREFIX.length, digest.length);
      return binding;
    } catch (GeneralSecurityException | IOException e) {
      return null;
    }
  }

  private static @Nullable String hashOf(X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    byte[] parameters = certificate.getSigAlgParams();
    if (name.equals("RSASSA-PSS") && parameters != null) {
      AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
      pss.init(parameters);
      return hash(pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
    }
    int with = name.indexOf("WITH");
    return with < 0 ? null : hash(name.substring(0, with));
  }

  private static String hash(String ofSignature) {
    return switch (ofSignature.replace("-", "")) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA224" -> "SHA-224";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      default -> ofSignature;
    };
  }
}
