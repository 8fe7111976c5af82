package dev.valence.net.internal.auth.ntlm;

import java.io.ByteArrayOutputStream;

/** Writes little-endian fields. */
final class NtlmWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  NtlmWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  NtlmWriter int16(int value) {
    out.write(value);
    out.write(value >> 8);
    return this;
  }

  NtlmWriter int32(int value) {
    return int16(value).int16(value >> 16);
  }

  NtlmWriter int64(long value) {
    return int32((int) value).int32((int) (value >> 32));
  }

  /** A field that says where its bytes lie (MS-NLMP §2.2.2.5's Len, MaxLen, BufferOffset). */
  NtlmWriter place(int length, int offset) {
    return int16(length).int16(length).int32(offset);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
