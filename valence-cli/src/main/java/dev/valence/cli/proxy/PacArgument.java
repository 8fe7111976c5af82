package dev.valence.cli.proxy;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code --pac} names: a URL, a script itself, or the file of one. */
final class PacArgument {
  private static final String FUNCTION = "FindProxyForURL";
  // As many as a session takes.
  private static final int MAX_BYTES = 1024 * 1024;

  private PacArgument() {}

  /** A URL or a script. Files are read here, as sessions read none. */
  static String read(String argument) {
    for (String scheme : List.of("http:", "https:", "data:")) {
      if (startsWith(argument, scheme)) {
        return argument;
      }
    }
    if (argument.contains(FUNCTION) && argument.indexOf('(') >= 0) {
      return argument;
    }
    String text = text(argument);
    if (!text.contains(FUNCTION)) {
      throw CommandFailure.usage("--pac: " + argument + " is no script: it lacks " + FUNCTION);
    }
    return text;
  }

  private static String text(String argument) {
    byte[] bytes;
    try {
      Path file = startsWith(argument, "file:") ? Path.of(URI.create(argument)) : Path.of(argument);
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ,
          "--pac: \""
              + shorten(argument)
              + "\" is no file that can be read, no http:, https: or data: URL, and no script with "
              + FUNCTION,
          e);
    }
    if (bytes.length > MAX_BYTES) {
      throw CommandFailure.usage("--pac: " + argument + " has more than " + MAX_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean startsWith(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static String shorten(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
