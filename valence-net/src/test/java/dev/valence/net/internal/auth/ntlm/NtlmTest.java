package dev.valence.net.internal.auth.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Known answers: RFC 1320 §A.5 and MS-NLMP §4.2.4 (user {@code User}, {@code Domain}, {@code
 * Password}).
 */
class NtlmTest {
  private static final byte[] SERVER_CHALLENGE = hex("0123456789abcdef");
  private static final byte[] CLIENT_CHALLENGE = hex("aaaaaaaaaaaaaaaa");

  /** Pairs: the NetBIOS names of domain {@code Domain} and computer {@code Server}. */
  private static final byte[] TARGET_INFO =
      hex("02000c0044006f006d00610069006e0001000c005300650072007600650072000000" + "0000");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
    "a, bde52cb31de33e46245e05fbdbd6fb24",
    "abc, a448017aaf21d8525fc10ae87aa6729d",
    "message digest, d9130a8164549fe818874806e1c7014b",
    "abcdefghijklmnopqrstuvwxyz, d79e1c308aa5bbcdeea8ed63df412da9",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " 043f8582f241db351ce627e153e7f0e4",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + " e33b4ddc9c38f2199c3e7b164fcc0536",
  })
  void md4(String text, String digest) {
    assertThat(hex(Md4.digest(text.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(digest);
  }

  @Test
  void theKeyOfThePassword() {
    assertThat(hex(NtlmHashes.ntowfV2("User", "Domain", "Password")))
        .isEqualTo("0c868a403bfd7a93a3001ef22ef02e3f");
  }

  @Test
  void theProofAndTheSessionKey() {
    byte[] key = NtlmHashes.ntowfV2("User", "Domain", "Password");
    byte[] input = NtlmHashes.proofInput(0, CLIENT_CHALLENGE, TARGET_INFO);
    byte[] proof = NtlmHashes.proof(key, SERVER_CHALLENGE, input);

    assertThat(hex(proof)).isEqualTo("68cd0ab851e51c96aabc927bebef6a1c");
    assertThat(hex(NtlmHashes.sessionBaseKey(key, proof)))
        .isEqualTo("8de40ccadbc14a82f15cb0ad0de95ca3");
  }

  /** Of a certificate with the SHA-256 ea05…, as Microsoft describes extended protection. */
  @Test
  void channelBindings() throws NtlmException {
    byte[] hash = hex("ea05fefecc6b0bd571dbbc5baa3ed45386d0446835f7b74c85621b9983475f95");
    byte[] data =
        new NtlmWriter()
            .bytes("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII))
            .bytes(hash)
            .toBytes();
    byte[] bindings = ChannelBindings.hash(data);
    assertThat(hex(bindings)).isEqualTo("6586e99d81c2fc984e47172fd4dd0310");

    byte[] message =
        NtlmClient.authenticate(
            new NtlmClient.Identity("u", "", "p", "W", "HTTP/server", bindings),
            challengeMessage(NtlmFlags.UNICODE | NtlmFlags.TARGET_INFO, TARGET_INFO),
            CLIENT_CHALLENGE,
            0);
    assertThat(hex(field(message, 20))).contains("0a001000" + hex(bindings));
  }

  @Test
  void theFirstMessage() {
    assertThat(hex(NtlmClient.negotiate()))
        .isEqualTo("4e544c4d53535000" + "01000000" + "07820800" + "0000000020000000".repeat(2));
  }

  @Test
  void theLastMessageHoldsNoLmAndACode() throws NtlmException {
    byte[] pairs = hex("0700080000000000000000" + "0100000000");
    byte[] challenge = challengeMessage(NtlmFlags.UNICODE | NtlmFlags.TARGET_INFO, pairs);
    byte[] message =
        NtlmClient.authenticate(identity("User", "Domain"), challenge, CLIENT_CHALLENGE, 0);

    assertThat(field(message, 12)).isEqualTo(new byte[24]);
    assertThat(new String(field(message, 28), StandardCharsets.UTF_16LE)).isEqualTo("Domain");
    assertThat(new String(field(message, 36), StandardCharsets.UTF_16LE)).isEqualTo("User");
    byte[] proven = field(message, 20);
    byte[] key = NtlmHashes.ntowfV2("User", "Domain", "Password");
    byte[] proof = Arrays.copyOf(proven, 16);
    assertThat(
            NtlmHashes.proof(key, SERVER_CHALLENGE, Arrays.copyOfRange(proven, 16, proven.length)))
        .isEqualTo(proof);
    byte[] code = Arrays.copyOfRange(message, 72, 88);
    byte[] without = message.clone();
    Arrays.fill(without, 72, 88, (byte) 0);
    assertThat(code)
        .isEqualTo(
            NtlmHashes.hmacMd5(
                NtlmHashes.sessionBaseKey(key, proof), NtlmClient.negotiate(), challenge, without));
  }

  @Test
  void withoutTheServersTimeThereIsNoCodeAndOurTimeIsTold() throws NtlmException {
    byte[] challenge = challengeMessage(NtlmFlags.UNICODE | NtlmFlags.TARGET_INFO, TARGET_INFO);
    byte[] message = NtlmClient.authenticate(identity("u", ""), challenge, CLIENT_CHALLENGE, 0);

    assertThat(Arrays.copyOfRange(message, 72, 88)).isEqualTo(new byte[16]);
    // 1970 as Windows counts.
    assertThat(hex(Arrays.copyOfRange(field(message, 20), 24, 32))).isEqualTo("00803ed5deb19d01");
  }

  @Test
  void damagedMessagesAreRefused() {
    byte[] sound = challengeMessage(NtlmFlags.UNICODE | NtlmFlags.TARGET_INFO, TARGET_INFO);
    for (int length = 0; length < 32; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatThrownBy(() -> NtlmClient.authenticate(identity("u", ""), cut, CLIENT_CHALLENGE, 0))
          .isInstanceOf(NtlmException.class);
    }
    byte[] outside = sound.clone();
    outside[44] = (byte) 0xff;
    outside[47] = (byte) 0xff;
    assertThatThrownBy(
            () -> NtlmClient.authenticate(identity("u", ""), outside, CLIENT_CHALLENGE, 0))
        .isInstanceOf(NtlmException.class)
        .hasMessageContaining("outside");
  }

  @Test
  void anyBytesAreAnsweredOrRefused() {
    Random random = new Random(7);
    byte[] sound = challengeMessage(NtlmFlags.UNICODE | NtlmFlags.TARGET_INFO, TARGET_INFO);
    for (int i = 0; i < 5_000; i++) {
      byte[] mutant = sound.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }
      try {
        NtlmClient.authenticate(identity("u", ""), mutant, CLIENT_CHALLENGE, 0);
      } catch (NtlmException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  private static NtlmClient.Identity identity(String user, String domain) {
    return new NtlmClient.Identity(user, domain, "Password", "WORKSTATION", "HTTP/server", null);
  }

  private static byte[] challengeMessage(int flags, byte[] targetInfo) {
    return new NtlmWriter()
        .bytes(NtlmClient.SIGNATURE)
        .int32(2)
        .place(0, 48)
        .int32(flags)
        .bytes(SERVER_CHALLENGE)
        .int64(0)
        .place(targetInfo.length, 48)
        .bytes(targetInfo)
        .toBytes();
  }

  private static byte[] field(byte[] message, int at) {
    int length = (message[at] & 0xFF) | (message[at + 1] & 0xFF) << 8;
    int offset = (message[at + 4] & 0xFF) | (message[at + 5] & 0xFF) << 8;
    return Arrays.copyOfRange(message, offset, offset + length);
  }
}
