package dev.valence.net.internal.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's words about itself (MS-NLMP §2.2.2.1), read, and completed by the client. Pure. */
final class AvPairs {
  private static final int END = 0;
  static final int FLAGS = 6;
  static final int TIMESTAMP = 7;
  static final int TARGET_NAME = 9;
  static final int CHANNEL_BINDINGS = 10;

  /** In {@link #FLAGS}: the client's last message has an integrity code. */
  private static final int HAS_INTEGRITY_CODE = 2;

  private static final int MOST_PAIRS = 64;

  private final Map<Integer, byte[]> pairs;

  private AvPairs(Map<Integer, byte[]> pairs) {
    this.pairs = pairs;
  }

  /**
   * Reads pairs up to the end mark.
   *
   * @throws NtlmException when they break off or are too many
   */
  static AvPairs parse(byte[] bytes) throws NtlmException {
    Map<Integer, byte[]> pairs = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.remaining() >= 4) {
      int id = in.getShort() & 0xFFFF;
      int length = in.getShort() & 0xFFFF;
      if (id == END) {
        break;
      }
      if (length > in.remaining() || pairs.size() == MOST_PAIRS) {
        throw new NtlmException("the server's target information is damaged");
      }
      byte[] value = new byte[length];
      in.get(value);
      pairs.put(id, value);
    }
    return new AvPairs(pairs);
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** The server's clock, in 100 ns since 1601; null where it does not tell. */
  @Nullable Long timestamp() throws NtlmException {
    byte[] value = pairs.get(TIMESTAMP);
    if (value == null) {
      return null;
    }
    if (value.length != Long.BYTES) {
      throw new NtlmException("the server's time has " + value.length + " bytes");
    }
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** The server's pairs and the client's own: what it is bound to, and whom it means to reach. */
  byte[] completed(boolean hasIntegrityCode, String targetName, byte @Nullable [] channelBindings)
      throws NtlmException {
    Map<Integer, byte[]> all = new LinkedHashMap<>(pairs);
    if (hasIntegrityCode) {
      byte[] flags = all.getOrDefault(FLAGS, new byte[4]).clone();
      if (flags.length != 4) {
        throw new NtlmException("the server's flags have " + flags.length + " bytes");
      }
      flags[0] |= HAS_INTEGRITY_CODE;
      all.put(FLAGS, flags);
    }
    all.put(CHANNEL_BINDINGS, channelBindings == null ? new byte[16] : channelBindings);
    all.put(TARGET_NAME, targetName.getBytes(StandardCharsets.UTF_16LE));
    NtlmWriter out = new NtlmWriter();
    all.forEach((id, value) -> out.int16(id).int16(value.length).bytes(value));
    return out.int16(END).int16(0).toBytes();
  }
}
