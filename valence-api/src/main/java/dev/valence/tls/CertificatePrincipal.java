package dev.valence.tls;

import java.util.List;

/**
 * Whom a certificate names (Electron's {@code CertificatePrincipal}); what is not named is empty.
 *
 * @param locality city
 * @param state or province
 * @param country or region, two letters
 */
public record CertificatePrincipal(
    String commonName,
    List<String> organizations,
    List<String> organizationUnits,
    String locality,
    String state,
    String country) {
  public CertificatePrincipal {
    organizations = List.copyOf(organizations);
    organizationUnits = List.copyOf(organizationUnits);
  }
}
