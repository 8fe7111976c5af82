package dev.valence.internal.tls;

import dev.valence.tls.CertificatePrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * What Electron tells of a certificate ({@code gin_converters/net_converter.cc}). Pure functions.
 */
public final class CertificateFields {
  private CertificateFields() {}

  /** The certificate in PEM (RFC 7468 §5). */
  public static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }

  /** {@code sha256/} and base64, as Chromium's {@code HashValue::ToString}. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(der(certificate));
      return "sha256/" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The bytes of the serial number as they stand in the certificate. */
  public static String serialNumber(X509Certificate certificate) {
    return HexFormat.of().withUpperCase().formatHex(certificate.getSerialNumber().toByteArray());
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  /** The parts of a name; of parts that stand for one thing the last, as in Chromium. */
  public static CertificatePrincipal principal(X500Principal name) {
    String commonName = "";
    String locality = "";
    String state = "";
    String country = "";
    List<String> organizations = new ArrayList<>();
    List<String> units = new ArrayList<>();
    try {
      for (Rdn part : new LdapName(name.getName()).getRdns()) {
        var attributes = part.toAttributes().getAll();
        while (attributes.hasMore()) {
          var attribute = attributes.next();
          String value = String.valueOf(attribute.get());
          switch (attribute.getID().toUpperCase(Locale.ROOT)) {
            case "CN" -> commonName = value;
            case "L" -> locality = value;
            case "ST" -> state = value;
            case "C" -> country = value;
            case "O" -> organizations.add(value);
            case "OU" -> units.add(value);
            default -> {}
          }
        }
      }
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("not a name: " + name, e);
    } catch (javax.naming.NamingException e) {
      throw new IllegalArgumentException("not readable: " + name, e);
    }
    return new CertificatePrincipal(commonName, organizations, units, locality, state, country);
  }

  /** Chromium's {@code CertPrincipal::GetDisplayName}. */
  public static String displayName(CertificatePrincipal principal) {
    if (!principal.commonName().isEmpty()) {
      return principal.commonName();
    }
    if (!principal.organizations().isEmpty()) {
      return principal.organizations().get(0);
    }
    return principal.organizationUnits().isEmpty() ? "" : principal.organizationUnits().get(0);
  }
}
