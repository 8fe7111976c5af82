package dev.valence.net.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * "Domain to ASCII" of URL standard §3.3 with beStrict false: UTS 46, non-transitional, bidi and
 * joiner rules checked, hyphens and DNS lengths not.
 *
 * <p>An ASCII domain is only lower-cased and never touches ICU, even one with labels that start
 * with "xn--" and are no valid Punycode: web compatibility, in the standard since June 2026.
 */
final class DomainToAscii {
  private DomainToAscii() {}

  /** The ASCII domain, or null when there is none. Forbidden characters are not looked for here. */
  static @Nullable String convert(String domain) {
    return isAscii(domain) ? lowerCase(domain) : Uts46.convert(domain);
  }

  private static boolean isAscii(String domain) {
    for (int i = 0; i < domain.length(); i++) {
      if (domain.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String lowerCase(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        char[] chars = ascii.toCharArray();
        for (int j = i; j < chars.length; j++) {
          if (chars[j] >= 'A' && chars[j] <= 'Z') {
            chars[j] = (char) (chars[j] | 0x20);
          }
        }
        return new String(chars);
      }
    }
    return ascii;
  }

  /** Its own class, so that ICU's tables load at the first international name only. */
  private static final class Uts46 {
    private static final IDNA IDNA_INSTANCE =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    /** CheckHyphens and VerifyDnsLength are false: what ICU reports for them is no error. */
    private static final Set<IDNA.Error> ALLOWED =
        EnumSet.of(
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.HYPHEN_3_4);

    /**
     * The longest international domain, in characters, far above the 253 of DNS: Punycode and
     * normalisation can take quadratic time. ICU itself refuses labels above 1000 characters. An
     * ASCII domain needs no such bound.
     */
    private static final int MAX_LENGTH = 5 * 1024;

    static @Nullable String convert(String domain) {
      if (domain.length() > MAX_LENGTH) {
        return null;
      }
      IDNA.Info info = new IDNA.Info();
      StringBuilder out = new StringBuilder(domain.length() + 16);
      try {
        IDNA_INSTANCE.nameToASCII(domain, out, info);
      } catch (ICUInputTooLongException e) {
        return null;
      }
      for (IDNA.Error error : info.getErrors()) {
        if (!ALLOWED.contains(error)) {
          return null;
        }
      }
      return out.isEmpty() ? null : out.toString();
    }
  }
}
