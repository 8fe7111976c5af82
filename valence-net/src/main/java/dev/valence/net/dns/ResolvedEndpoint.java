package dev.valence.net.dns;

/**
 * One address of a host.
 *
 * @param address in text form; IPv6 without brackets
 * @param family what kind of address it is
 */
public record ResolvedEndpoint(String address, AddressFamily family) {}
