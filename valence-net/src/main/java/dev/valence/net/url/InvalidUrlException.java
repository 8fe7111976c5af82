package dev.valence.net.url;

/**
 * The text is not a URL by the WHATWG URL standard, or is longer than {@link Url#MAX_LENGTH}.
 *
 * <p>The message names the input (shortened, with user name and password left out) and the reason.
 * {@link #reason()} is the name the standard gives to the failure ("port-out-of-range",
 * "host-missing", …) or "too-long".
 */
public final class InvalidUrlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 256;

  private final String reason;

  InvalidUrlException(String input, String reason) {
    super("Invalid URL: " + shown(input) + " (" + reason + ")");
    this.reason = reason;
  }

  /** The name of the failure in the URL standard, or "too-long". */
  public String reason() {
    return reason;
  }

  /** A part of the input that is fit for a message: short, on one line, without credentials. */
  private static String shown(String input) {
    String cut = input.length() > SHOWN ? input.substring(0, SHOWN) : input;
    int start = authorityStart(cut);
    int end = start;
    while (end < cut.length() && "/\\?#".indexOf(cut.charAt(end)) < 0) {
      end++;
    }
    StringBuilder out = new StringBuilder(cut.length() + 8).append(cut, 0, start);
    int at = cut.lastIndexOf('@', end - 1);
    if (at >= start) {
      out.append('…').append(cut, at, cut.length());
    } else if (end == SHOWN && input.indexOf('@', end) >= 0) {
      // The '@' that ends a very long user name or password is past the cut.
      out.append('…');
    } else {
      out.append(cut, start, cut.length());
    }
    for (int i = 0; i < out.length(); i++) {
      if (Character.isISOControl(out.charAt(i))) {
        out.setCharAt(i, '\uFFFD');
      }
    }
    if (input.length() > SHOWN) {
      out.append("… [").append(input.length()).append(" characters]");
    }
    return out.toString();
  }

  private static int authorityStart(String text) {
    int colon = text.indexOf(':');
    int i = colon < 0 || text.lastIndexOf('/', colon) >= 0 ? 0 : colon + 1;
    while (i < text.length() && (text.charAt(i) == '/' || text.charAt(i) == '\\')) {
      i++;
    }
    return i;
  }
}
