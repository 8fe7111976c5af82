package dev.valence.net.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys and their certificates from PEM (RFC 7468, RFC 8017 §A.1.2, RFC 5915). */
public final class PrivateKeys {
  private static final int MAX_BYTES = 1 << 20;
  private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};
  private static final byte[] ZERO = {2, 1, 0};
  private static final byte[] RSA_ENCRYPTION = {
    0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };
  private static final byte[] EC_PUBLIC_KEY = {
    6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };

  private PrivateKeys() {}

  /** All certificates of a PEM file, or the one of a DER file, in order. */
  public static List<X509Certificate> readCertificates(Path file) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    byte[] bytes = read(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // The factory takes nothing but certificates; a key may stand in the same file.
    byte[] certificates = text.contains("-----BEGIN") ? certificatesOnly(text) : bytes;
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))) {
        chain.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate that can be read", e);
    }
    if (chain.isEmpty()) {
      throw new IOException(file + " holds no certificate in PEM form");
    }
    return chain;
  }

  private static byte[] certificatesOnly(String text) {
    StringBuilder kept = new StringBuilder();
    String end = "-----END CERTIFICATE-----";
    int at = 0;
    while ((at = text.indexOf("-----BEGIN CERTIFICATE-----", at)) >= 0) {
      int stop = text.indexOf(end, at);
      if (stop < 0) {
        break;
      }
      kept.append(text, at, stop + end.length()).append('\n');
      at = stop;
    }
    return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The first private key of a PEM file. */
  public static PrivateKey readPem(Path file, char[] password) throws IOException {
    String text = new String(read(file), StandardCharsets.ISO_8859_1);
    int at = text.indexOf("-----BEGIN ");
    while (at >= 0) {
      int eol = text.indexOf("-----", at + 11);
      int end = text.indexOf("-----END ", at);
      if (eol < 0 || end < eol) {
        break;
      }
      String label = text.substring(at + 11, eol);
      if (label.endsWith("PRIVATE KEY")) {
        try {
          return key(label, text.substring(eol + 5, end), password);
        } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
          // The cause may quote the key's bytes.
          throw new IOException(
              "the private key in "
                  + file
                  + " cannot be read; it is "
                  + label.toLowerCase(Locale.ROOT)
                  + (password.length > 0 ? ", perhaps with another password" : "")
                  + " ("
                  + e.getClass().getSimpleName()
                  + ")");
        }
      }
      at = text.indexOf("-----BEGIN ", end);
    }
    throw new IOException(file + " holds no private key in PEM form");
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static PrivateKey key(String label, String body, char[] password)
      throws GeneralSecurityException, IOException {
    if (body.contains("Proc-Type:")) {
      throw new IOException("OpenSSL's old encryption; convert it with openssl pkcs8 -topk8");
    }
    byte[] der = Base64.getMimeDecoder().decode(body);
    return switch (label) {
      case "PRIVATE KEY" -> generate(new PKCS8EncodedKeySpec(der));
      case "ENCRYPTED PRIVATE KEY" -> generate(decrypt(der, password));
      case "RSA PRIVATE KEY" -> generate(pkcs8(RSA_ENCRYPTION, der));
      case "EC PRIVATE KEY" -> generate(pkcs8(tagged(0x30, EC_PUBLIC_KEY, curveOf(der)), der));
      default -> throw new IOException("unknown kind of key");
    };
  }

  private static KeySpec decrypt(byte[] der, char[] password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
    String name = encrypted.getAlgName();
    // PBES2 is a frame; what is in it is the text of its parameters.
    boolean frame = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
    String algorithm = frame ? encrypted.getAlgParameters().toString() : name;
    PBEKeySpec secret = new PBEKeySpec(password);
    try {
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          encrypted.getAlgParameters());
      return encrypted.getKeySpec(cipher);
    } finally {
      secret.clearPassword();
    }
  }

  private static PrivateKey generate(KeySpec spec) throws GeneralSecurityException {
    GeneralSecurityException last = new InvalidKeySpecException("no algorithm fits");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }

  /** PrivateKeyInfo (RFC 5958 §2) around a key in a form of its own. */
  private static KeySpec pkcs8(byte[] algorithm, byte[] key) {
    return new PKCS8EncodedKeySpec(tagged(0x30, ZERO, algorithm, tagged(4, key)));
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length >= 0x80) {
      int bytes = length > 0xff ? 2 : 1;
      out.write(0x80 | bytes);
      if (bytes == 2) {
        out.write(length >> 8);
      }
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The object identifier of the curve: within [0], behind version and key (RFC 5915 §3). */
  private static byte[] curveOf(byte[] der) throws IOException {
    int at = content(der, 0, 0x30);
    for (int tag : new int[] {2, 4}) {
      int start = content(der, at, tag);
      at = start + length(der, at);
    }
    int curve = content(der, at, 0xa0);
    int end = content(der, curve, 6) + length(der, curve);
    return Arrays.copyOfRange(der, curve, end);
  }

  /** Where the content of the element begins that stands here. */
  private static int content(byte[] der, int at, int tag) throws IOException {
    if (at + 2 > der.length || (der[at] & 0xff) != tag) {
      throw new IOException("an EC key without the name of its curve");
    }
    int start = at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
    if (start > der.length || start + length(der, at) > der.length) {
      throw new IOException("cut off");
    }
    return start;
  }

  private static int length(byte[] der, int at) throws IOException {
    int first = der[at + 1];
    if (first >= 0) {
      return first;
    }
    int bytes = first & 0x7f;
    if (bytes == 0 || bytes > 2 || at + 2 + bytes > der.length) {
      throw new IOException("no length of a key");
    }
    return bytes == 1 ? der[at + 2] & 0xff : (der[at + 2] & 0xff) << 8 | der[at + 3] & 0xff;
  }

  /** Whether what the private key signs is good by the public one. */
  public static boolean signsFor(PrivateKey key, PublicKey certified) {
    String algorithm = algorithmFor(certified);
    if (algorithm == null) {
      return false;
    }
    byte[] message = "valence".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      byte[] signed = signature.sign();
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(certified);
      check.update(message);
      return check.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static @Nullable String algorithmFor(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519" -> "Ed25519";
      default -> null;
    };
  }
}
