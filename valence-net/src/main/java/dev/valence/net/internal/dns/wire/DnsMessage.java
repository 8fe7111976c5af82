package dev.valence.net.internal.dns.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An answer as it came (RFC 1035 §4.1). Records of a class other than IN are left out. Immutable.
 *
 * @param question the bytes of the question section
 * @param rcode the response code, four bits of it
 */
public record DnsMessage(
    int id,
    boolean isResponse,
    boolean truncated,
    int rcode,
    int questions,
    byte[] question,
    List<DnsRecord> answers,
    List<DnsRecord> authorities) {
  public static final int HEADER_BYTES = 12;
  public static final int MAX_BYTES = 65_535;

  /** More than any honest answer to one question has. */
  private static final int MAX_RECORDS = 1_000;

  private static final int CLASS_IN = 1;

  /** mDNS marks records that replace older ones with the highest bit of the class. */
  private static final int CACHE_FLUSH = 0x8000;

  /**
   * Reads a message. Additional records are not looked at.
   *
   * @throws DnsFormatException when the bytes are no message, or too many
   */
  public static DnsMessage read(byte[] bytes) throws DnsFormatException {
    if (bytes.length < HEADER_BYTES || bytes.length > MAX_BYTES) {
      throw new DnsFormatException(bytes.length + " bytes are no DNS message");
    }
    return new Reader(bytes).message();
  }

  /** The id alone, or -1: enough to tell whose answer it is. */
  public static int idOf(byte[] bytes) {
    return bytes.length < HEADER_BYTES ? -1 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
  }

  private static final class Reader {
    private final byte[] bytes;
    private int position;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    DnsMessage message() throws DnsFormatException {
      int id = u16();
      int flags = u16();
      int questions = u16();
      int answers = u16();
      int authorities = u16();
      u16();
      if (questions > 8 || answers + authorities > MAX_RECORDS) {
        throw new DnsFormatException("more records than an answer has");
      }
      int start = position;
      for (int i = 0; i < questions; i++) {
        position = DnsName.read(bytes, position, bytes.length, true).end();
        u16();
        u16();
      }
      byte[] question = Arrays.copyOfRange(bytes, start, position);
      boolean truncated = (flags & 0x0200) != 0;
      // What follows may be cut anywhere; it is asked for again by TCP.
      return new DnsMessage(
          id,
          (flags & 0x8000) != 0,
          truncated,
          flags & 0x0F,
          questions,
          question,
          truncated ? List.of() : records(answers),
          truncated ? List.of() : records(authorities));
    }

    private List<DnsRecord> records(int count) throws DnsFormatException {
      List<DnsRecord> records = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        DnsName.Read owner = DnsName.read(bytes, position, bytes.length, true);
        position = owner.end();
        int type = u16();
        int recordClass = u16() & ~CACHE_FLUSH;
        long ttl = (long) u16() << 16 | u16();
        int length = u16();
        if (position + length > bytes.length) {
          throw new DnsFormatException("a record that is cut short");
        }
        if (recordClass == CLASS_IN) {
          records.add(record(owner.name(), type, ttl > Integer.MAX_VALUE ? 0 : ttl, length));
        }
        position += length;
      }
      return List.copyOf(records);
    }

    private DnsRecord record(String owner, int type, long ttl, int length)
        throws DnsFormatException {
      String target = "";
      if (type == DnsType.CNAME) {
        DnsName.Read read = DnsName.read(bytes, position, bytes.length, true);
        if (read.end() != position + length) {
          throw new DnsFormatException("a CNAME that is not as long as it says");
        }
        target = read.name();
      }
      byte[] data = Arrays.copyOfRange(bytes, position, position + length);
      return new DnsRecord(owner, type, ttl, data, target);
    }

    private int u16() throws DnsFormatException {
      if (position + 2 > bytes.length) {
        throw new DnsFormatException("a message that is cut short");
      }
      int value = (bytes[position] & 0xFF) << 8 | bytes[position + 1] & 0xFF;
      position += 2;
      return value;
    }
  }
}
