package dev.valence.net.internal.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * What was found out about a chain.
 *
 * @param faults empty when nothing is wrong
 * @param path the way to the root, root included; as sent where there is none
 * @param knownRoot whether it ends at a root of the operating system
 */
record PathVerdict(Set<CertificateFault> faults, List<X509Certificate> path, boolean knownRoot) {}
