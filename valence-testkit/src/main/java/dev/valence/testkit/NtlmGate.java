package dev.valence.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of NTLM over HTTP (MS-NTHT, MS-NLMP §3.2.5): logs connections in, and lets no
 * others pass. Takes NTLMv2 alone, with a message integrity code. Any thread.
 */
public final class NtlmGate {
  private static final String SCHEME = "NTLM ";

  /** UNICODE, NTLM, ALWAYS_SIGN, EXTENDED_SESSIONSECURITY, TARGET_INFO, TARGET_TYPE_SERVER. */
  private static final int FLAGS = 0x1 | 0x200 | 0x8000 | 0x80000 | 0x800000 | 0x20000;

  /** A connection's login so far. */
  private static final class Login {
    private byte[] negotiate = new byte[0];
    private byte[] challenge = new byte[0];
    private @Nullable String user;
  }

  private final String domain;
  private final String user;
  private final String password;
  private final boolean proxy;
  private byte @Nullable [] bindings;
  private final Random random = new Random(42);
  private final Map<ServerConnection, Login> logins = new ConcurrentHashMap<>();

  /**
   * A gate for one user.
   *
   * @param proxy whether it asks as a proxy does, with 407
   */
  public NtlmGate(String domain, String user, String password, boolean proxy) {
    this.domain = domain;
    this.user = user;
    this.password = password;
    this.proxy = proxy;
  }

  /** Lets in only who is bound to the channel with this MD5; to none with zeros. */
  public NtlmGate boundTo(byte[] channelBindings) {
    bindings = channelBindings.clone();
    return this;
  }

  /**
   * Lets an exchange pass, or answers it with the next step of the login.
   *
   * @return who is logged in; null when the exchange was answered
   */
  public @Nullable String admit(Exchange exchange) throws IOException {
    Login login = logins.computeIfAbsent(exchange.connection(), connection -> new Login());
    String given = exchange.header(proxy ? "proxy-authorization" : "authorization");
    // The answer may bring the next round before it returns: what follows must not look at it.
    if (given == null) {
      String known = login.user;
      if (known == null) {
        refuse(exchange, "");
      }
      return known;
    }
    byte[] message =
        given.startsWith(SCHEME)
            ? Base64.getDecoder().decode(given.substring(SCHEME.length()))
            : new byte[0];
    int type = message.length > 8 ? message[8] : 0;
    if (type == 3 && login.challenge.length > 0 && verifies(login, message)) {
      login.user = user;
      return user;
    }
    login.user = null;
    login.challenge = type == 1 ? challenge() : new byte[0];
    login.negotiate = message;
    refuse(exchange, Base64.getEncoder().encodeToString(login.challenge));
    return null;
  }

  private void refuse(Exchange exchange, String token) throws IOException {
    exchange
        .reply(proxy ? 407 : 401)
        .header(proxy ? "Proxy-Authenticate" : "WWW-Authenticate", (SCHEME + token).strip())
        .text("not logged in");
  }

  private synchronized byte[] challenge() {
    byte[] nonce = new byte[8];
    random.nextBytes(nonce);
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    pair(info, 2, domain.getBytes(StandardCharsets.UTF_16LE));
    pair(info, 1, "SERVER".getBytes(StandardCharsets.UTF_16LE));
    long now = (System.currentTimeMillis() + 11_644_473_600_000L) * 10_000;
    pair(info, 7, little(8).putLong(now).array());
    pair(info, 0, new byte[0]);
    byte[] target = domain.getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer out = little(48 + target.length + info.size());
    out.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
    out.putShort((short) target.length).putShort((short) target.length).putInt(48);
    out.putInt(FLAGS).put(nonce).putLong(0);
    out.putShort((short) info.size()).putShort((short) info.size()).putInt(48 + target.length);
    return out.put(target).put(info.toByteArray()).array();
  }

  private boolean verifies(Login login, byte[] message) {
    String givenUser = new String(field(message, 36), StandardCharsets.UTF_16LE);
    String givenDomain = new String(field(message, 28), StandardCharsets.UTF_16LE);
    byte[] response = field(message, 20);
    boolean noLm = Arrays.equals(field(message, 12), new byte[24]);
    if (!givenUser.equals(user) || !givenDomain.equals(domain) || response.length < 44 || !noLm) {
      return false;
    }
    byte[] hash = md4(password.getBytes(StandardCharsets.UTF_16LE));
    byte[] name = (user.toUpperCase(Locale.ROOT) + givenDomain).getBytes(StandardCharsets.UTF_16LE);
    byte[] key = hmac(hash, name);
    byte[] proof = Arrays.copyOf(response, 16);
    byte[] nonce = Arrays.copyOfRange(login.challenge, 24, 32);
    byte[] proven = Arrays.copyOfRange(response, 16, response.length);
    if (!MessageDigest.isEqual(proof, hmac(key, nonce, proven))) {
      return false;
    }
    byte[] expected = bindings;
    if (expected != null && !Arrays.equals(expected, channelBindings(response))) {
      return false;
    }
    byte[] without = message.clone();
    Arrays.fill(without, 72, 88, (byte) 0);
    byte[] code = hmac(hmac(key, proof), login.negotiate, login.challenge, without);
    return MessageDigest.isEqual(code, Arrays.copyOfRange(message, 72, 88));
  }

  /** MsvAvChannelBindings, among the pairs that stand after a proof and 28 bytes. */
  private static byte[] channelBindings(byte[] response) {
    ByteBuffer in = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN).position(16 + 28);
    while (in.remaining() >= 4) {
      int id = in.getShort();
      byte[] value = new byte[in.getShort() & 0xFFFF];
      in.get(value);
      if (id == 10) {
        return value;
      }
    }
    return new byte[0];
  }

  private static byte[] field(byte[] message, int at) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int length = in.getShort(at) & 0xFFFF;
    int offset = in.getInt(at + 4);
    return Arrays.copyOfRange(message, offset, offset + length);
  }

  private static void pair(ByteArrayOutputStream out, int id, byte[] value) {
    out.writeBytes(little(4).putShort((short) id).putShort((short) value.length).array());
    out.writeBytes(value);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] md4(byte[] bytes) {
    MD4Digest digest = new MD4Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] result = new byte[16];
    digest.doFinal(result, 0);
    return result;
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
