package dev.valence.net.internal.auth.ntlm;

/** The flags of MS-NLMP §2.2.2.5 that are used, and what the client offers. */
final class NtlmFlags {
  static final int UNICODE = 0x1;
  static final int OEM = 0x2;
  static final int REQUEST_TARGET = 0x4;
  static final int NTLM = 0x200;
  static final int ALWAYS_SIGN = 0x8000;
  static final int EXTENDED_SESSION_SECURITY = 0x80000;
  static final int TARGET_INFO = 0x800000;

  /** As Chromium's portable implementation offers. */
  static final int OFFERED =
      UNICODE | OEM | REQUEST_TARGET | NTLM | ALWAYS_SIGN | EXTENDED_SESSION_SECURITY;

  private NtlmFlags() {}
}
