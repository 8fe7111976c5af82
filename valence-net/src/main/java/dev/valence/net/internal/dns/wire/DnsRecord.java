package dev.valence.net.internal.dns.wire;

/**
 * One resource record.
 *
 * @param name the owner, as {@link DnsName} writes it
 * @param ttl seconds, 0 to 2^31-1; RFC 2181 §8 reads greater values as 0
 * @param data the record's own bytes
 * @param target the name that a CNAME leads to; empty for other types
 */
public record DnsRecord(String name, int type, long ttl, byte[] data, String target) {}
