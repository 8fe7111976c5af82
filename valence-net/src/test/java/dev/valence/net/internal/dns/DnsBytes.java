package dev.valence.net.internal.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** DNS messages of a test's own making, byte by byte: also such as no server should send. */
public final class DnsBytes {
  public static final int HEADER = 12;

  private final byte[] query;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private int flags = 0x8180;
  private int answers;
  private int authorities;
  private byte[] question;

  private DnsBytes(byte[] query) {
    this.query = query;
    this.question = Arrays.copyOfRange(query, HEADER, questionEnd(query));
  }

  /** An answer to a query, with its id and question. */
  public static DnsBytes answerTo(byte[] query) {
    return new DnsBytes(query);
  }

  private static int questionEnd(byte[] query) {
    int position = HEADER;
    while (query[position] != 0) {
      position += query[position] + 1;
    }
    return position + 5;
  }

  /** What was asked, lower case, with dots. */
  public static String nameOf(byte[] query) {
    StringBuilder name = new StringBuilder();
    for (int i = HEADER; query[i] != 0; i += query[i] + 1) {
      name.append(name.length() == 0 ? "" : ".");
      name.append(new String(query, i + 1, query[i], StandardCharsets.ISO_8859_1));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  public static int typeOf(byte[] query) {
    int end = questionEnd(query);
    return (query[end - 4] & 0xFF) << 8 | query[end - 3] & 0xFF;
  }

  /** Whether an OPT record goes with the query. */
  public static boolean hasEdns(byte[] query) {
    return query[11] == 1;
  }

  public DnsBytes flags(int value) {
    flags = value;
    return this;
  }

  public DnsBytes rcode(int value) {
    flags = flags & ~0xF | value;
    return this;
  }

  public DnsBytes question(byte[] bytes) {
    question = bytes;
    return this;
  }

  /** The question section of the query. */
  public byte[] question() {
    return question;
  }

  public DnsBytes a(String name, String address, long ttl) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return record(name(name), bytes.length == 4 ? 1 : 28, ttl, bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  public DnsBytes cname(String name, String target, long ttl) {
    return record(name(name), 5, ttl, name(target));
  }

  public DnsBytes record(byte[] owner, int type, long ttl, byte[] data) {
    answers++;
    return append(owner, type, ttl, data);
  }

  public DnsBytes soa(String zone, long ttl, int minimum) {
    authorities++;
    byte[] numbers = new byte[20];
    for (int i = 0; i < 4; i++) {
      numbers[16 + i] = (byte) (minimum >>> 24 - 8 * i);
    }
    return append(name(zone), 6, ttl, join(name("ns." + zone), name("admin." + zone), numbers));
  }

  private DnsBytes append(byte[] owner, int type, long ttl, byte[] data) {
    records.writeBytes(owner);
    records.writeBytes(u16(type));
    records.writeBytes(u16(1));
    records.writeBytes(u16((int) (ttl >>> 16)));
    records.writeBytes(u16((int) ttl));
    records.writeBytes(u16(data.length));
    records.writeBytes(data);
    return this;
  }

  public byte[] bytes() {
    return bytes((query[0] & 0xFF) << 8 | query[1] & 0xFF);
  }

  public byte[] bytes(int id) {
    return join(
        u16(id),
        u16(flags),
        u16(question.length == 0 ? 0 : 1),
        u16(answers),
        u16(authorities),
        u16(0),
        question,
        records.toByteArray());
  }

  public static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  public static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!name.isEmpty()) {
      for (String label : name.split("\\.", -1)) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    out.write(0);
    return out.toByteArray();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** One parameter of an HTTPS record. */
  public static byte[] param(int key, byte[] value) {
    return join(u16(key), u16(value.length), value);
  }

  /** A list of ALPN names. */
  public static byte[] alpn(String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String protocol : names) {
      out.write(protocol.length());
      out.writeBytes(protocol.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }
}
