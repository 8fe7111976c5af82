package dev.valence.net.internal.dns.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One question as bytes (RFC 1035 §4.1), with EDNS (RFC 6891) unless it is left out. Immutable. */
public final class DnsQuery {
  /** What a datagram may hold without being cut into fragments (RFC 9715, appendix A). */
  public static final int UDP_PAYLOAD = 1232;

  /** RFC 8467 §4.1: queries are padded to a multiple of this. */
  private static final int PADDING_BLOCK = 128;

  private static final int RECURSION_DESIRED = 0x0100;
  private static final int PADDING_OPTION = 12;
  private static final int OPT_BYTES = 11;
  private static final int CLASS_IN = 1;

  private final byte[] bytes;
  private final int questionEnd;

  private DnsQuery(byte[] bytes, int questionEnd) {
    this.bytes = bytes;
    this.questionEnd = questionEnd;
  }

  /** What goes with the question. */
  public enum Extras {
    NOTHING,
    /** An OPT record, for answers of more than 512 bytes. */
    EDNS,
    /** An OPT record with padding, so that the length tells nothing of the name. */
    EDNS_PADDED
  }

  /**
   * A question to a recursive server.
   *
   * @param name in wire form, as {@link DnsName#bytes} gives it
   */
  public static DnsQuery of(int id, byte[] name, int type, Extras extras) {
    int questionEnd = DnsMessage.HEADER_BYTES + name.length + 4;
    int length = questionEnd + (extras == Extras.NOTHING ? 0 : OPT_BYTES);
    int padding = 0;
    if (extras == Extras.EDNS_PADDED) {
      length += 4;
      padding = Math.floorMod(-length, PADDING_BLOCK);
    }
    ByteBuffer out = ByteBuffer.allocate(length + padding);
    header(out, id, RECURSION_DESIRED, 1, extras == Extras.NOTHING ? 0 : 1);
    out.put(name).putShort((short) type).putShort((short) CLASS_IN);
    if (extras != Extras.NOTHING) {
      int optionBytes = extras == Extras.EDNS_PADDED ? 4 + padding : 0;
      out.put((byte) 0)
          .putShort((short) DnsType.OPT)
          .putShort((short) UDP_PAYLOAD)
          .putInt(0)
          .putShort((short) optionBytes);
      if (extras == Extras.EDNS_PADDED) {
        out.putShort((short) PADDING_OPTION).putShort((short) padding);
      }
    }
    return new DnsQuery(out.array(), questionEnd);
  }

  /** A one-shot question to everybody on the link (RFC 6762 §5.1). */
  public static DnsQuery multicast(int id, byte[] name, int... types) {
    ByteBuffer out =
        ByteBuffer.allocate(DnsMessage.HEADER_BYTES + types.length * (name.length + 4));
    header(out, id, 0, types.length, 0);
    for (int type : types) {
      out.put(name).putShort((short) type).putShort((short) CLASS_IN);
    }
    return new DnsQuery(out.array(), out.capacity());
  }

  private static void header(ByteBuffer out, int id, int flags, int questions, int additional) {
    out.putShort((short) id)
        .putShort((short) flags)
        .putShort((short) questions)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) additional);
  }

  public int id() {
    return DnsMessage.idOf(bytes);
  }

  /** The whole message. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether this is an answer to the question, letter for letter. */
  public boolean isAnsweredBy(DnsMessage message) {
    return message.isResponse()
        && message.id() == id()
        && Arrays.equals(question(), message.question());
  }

  /** Whether this is an answer to the question if case is left out of account. */
  public boolean isAnsweredButForCaseBy(DnsMessage message) {
    return message.isResponse()
        && message.id() == id()
        && Arrays.equals(lowerCase(question()), lowerCase(message.question()));
  }

  private byte[] question() {
    return Arrays.copyOfRange(bytes, DnsMessage.HEADER_BYTES, questionEnd);
  }

  /**
   * Lengths of labels are below 64 and types below 65 but for HTTPS, whose 65 is 'A' on both sides.
   */
  private static byte[] lowerCase(byte[] section) {
    byte[] lower = section.clone();
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] += 32;
      }
    }
    return lower;
  }
}
