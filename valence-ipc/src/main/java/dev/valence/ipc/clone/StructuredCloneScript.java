package dev.valence.ipc.clone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JavaScript half of {@link StructuredClone}, for pages, which have no serializer that gives
 * bytes. A classic script without dependencies that declares {@code valenceStructuredClone} with
 * {@code encode(value)}, which gives a {@code Uint8Array}, and {@code decode(bytes)}; in Node.js it
 * is a CommonJS module of the two. Errors are {@code DOMException}s named {@code DataCloneError}.
 *
 * <p>It recurses, to {@value StructuredClone#DEFAULT_MAX_DEPTH} levels. It cannot tell a {@code
 * Proxy} from its target, and knows objects of the platform by the native constructors among their
 * prototypes.
 */
public final class StructuredCloneScript {
  private StructuredCloneScript() {}

  /** The script's text. */
  public static String source() {
    try (InputStream in = StructuredCloneScript.class.getResourceAsStream("structured-clone.js")) {
      if (in == null) {
        throw new IllegalStateException("structured-clone.js is missing from valence-ipc");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
