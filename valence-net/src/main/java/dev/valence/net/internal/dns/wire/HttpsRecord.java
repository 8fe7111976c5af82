package dev.valence.net.internal.dns.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An HTTPS record (RFC 9460). Immutable.
 *
 * @param priority 0 for an alias (AliasMode)
 * @param target the name to connect to; empty for the owner, or, of an alias, for "no service"
 * @param mandatory the keys without which the record is of no use (§8)
 * @param alpn protocols, as ALPN names them
 * @param defaultAlpn whether HTTP/1.1 goes without saying (§7.1.2)
 * @param port where to connect; -1 for the port of the URL
 * @param hints addresses to use where those of the target are not known (§7.3)
 */
public record HttpsRecord(
    int priority,
    String target,
    Set<Integer> mandatory,
    List<String> alpn,
    boolean defaultAlpn,
    int port,
    List<InetAddress> hints) {
  private static final int MANDATORY = 0;
  private static final int ALPN = 1;
  private static final int NO_DEFAULT_ALPN = 2;
  private static final int PORT = 3;
  private static final int IPV4_HINT = 4;
  private static final int IPV6_HINT = 6;
  private static final int MAX_HINTS = 64;

  /** The keys that are understood here; others may only be present where nobody insists. */
  private static final Set<Integer> KNOWN =
      Set.of(ALPN, NO_DEFAULT_ALPN, PORT, IPV4_HINT, IPV6_HINT);

  public boolean isAlias() {
    return priority == 0;
  }

  /** Whether a client that speaks HTTP/1.1 and HTTP/2 can use this record (§7.1.2, §8). */
  public boolean isUsable() {
    return KNOWN.containsAll(mandatory) && (offersHttp2() || offersHttp11());
  }

  public boolean offersHttp2() {
    return alpn.contains("h2");
  }

  public boolean offersHttp11() {
    return defaultAlpn || alpn.contains("http/1.1");
  }

  /**
   * Reads the data of a record (§2.2).
   *
   * @throws DnsFormatException where it is malformed; the whole set of records is then ignored
   */
  public static HttpsRecord read(byte[] data) throws DnsFormatException {
    return new Reader(data).record();
  }

  private static final class Reader {
    private final byte[] data;
    private int position;
    private Set<Integer> mandatory = Set.of();
    private List<String> alpn = List.of();
    private boolean defaultAlpn = true;
    private int port = -1;
    private final List<InetAddress> hints = new ArrayList<>();

    Reader(byte[] data) {
      this.data = data;
    }

    HttpsRecord record() throws DnsFormatException {
      int priority = u16(data.length);
      DnsName.Read target = DnsName.read(data, position, data.length, false);
      position = target.end();
      Set<Integer> keys = new HashSet<>();
      int last = -1;
      while (position < data.length) {
        int key = u16(data.length);
        int length = u16(data.length);
        if (key <= last) {
          throw new DnsFormatException("keys that are not in ascending order");
        }
        if (position + length > data.length) {
          throw new DnsFormatException("a value that is cut short");
        }
        last = key;
        keys.add(key);
        int end = position + length;
        // In AliasMode parameters are not looked at (§2.4.2).
        if (priority != 0) {
          value(key, end);
        }
        position = end;
      }
      if (!keys.containsAll(mandatory)) {
        throw new DnsFormatException("a mandatory key that is not there");
      }
      if (!defaultAlpn && alpn.isEmpty()) {
        throw new DnsFormatException("no-default-alpn without alpn");
      }
      return new HttpsRecord(
          priority, target.name(), mandatory, alpn, defaultAlpn, port, List.copyOf(hints));
    }

    private void value(int key, int end) throws DnsFormatException {
      switch (key) {
        case MANDATORY -> mandatory = mandatoryKeys(end);
        case ALPN -> alpn = protocols(end);
        case NO_DEFAULT_ALPN -> {
          if (position != end) {
            throw new DnsFormatException("no-default-alpn with a value");
          }
          defaultAlpn = false;
        }
        case PORT -> {
          port = u16(end);
          if (position != end) {
            throw new DnsFormatException("a port of more than two bytes");
          }
        }
        case IPV4_HINT -> addresses(end, 4);
        case IPV6_HINT -> addresses(end, 16);
        default -> {
          // Not understood, and fine unless it is mandatory.
        }
      }
    }

    private Set<Integer> mandatoryKeys(int end) throws DnsFormatException {
      Set<Integer> keys = new HashSet<>();
      int last = MANDATORY;
      while (position < end) {
        int key = u16(end);
        if (key <= last) {
          throw new DnsFormatException("mandatory keys that are not in ascending order");
        }
        last = key;
        keys.add(key);
      }
      if (keys.isEmpty()) {
        throw new DnsFormatException("an empty list of mandatory keys");
      }
      return Set.copyOf(keys);
    }

    private List<String> protocols(int end) throws DnsFormatException {
      List<String> names = new ArrayList<>();
      while (position < end) {
        int length = data[position++] & 0xFF;
        if (length == 0 || position + length > end) {
          throw new DnsFormatException("a protocol name that is empty or cut short");
        }
        names.add(new String(data, position, length, StandardCharsets.ISO_8859_1));
        position += length;
      }
      if (names.isEmpty()) {
        throw new DnsFormatException("an empty list of protocols");
      }
      return List.copyOf(names);
    }

    private void addresses(int end, int size) throws DnsFormatException {
      int count = end - position;
      if (count == 0 || count % size != 0) {
        throw new DnsFormatException("address hints of a wrong length");
      }
      for (; position < end; position += size) {
        if (hints.size() < MAX_HINTS) {
          hints.add(address(Arrays.copyOfRange(data, position, position + size)));
        }
      }
    }

    private int u16(int end) throws DnsFormatException {
      if (position + 2 > end) {
        throw new DnsFormatException("a record that is cut short");
      }
      int value = (data[position] & 0xFF) << 8 | data[position + 1] & 0xFF;
      position += 2;
      return value;
    }
  }

  static InetAddress address(byte[] bytes) throws DnsFormatException {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new DnsFormatException("an address of " + bytes.length + " bytes");
    }
  }
}
