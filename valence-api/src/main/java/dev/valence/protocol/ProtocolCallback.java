package dev.valence.protocol;

import dev.valence.fetch.Body;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Flow;

/**
 * The answer to a request: once, now or later, from any thread. A second answer is refused with an
 * {@link IllegalStateException}. What does not suit the family of the handler fails the request
 * with {@code net::ERR_NOT_IMPLEMENTED}.
 */
public interface ProtocolCallback {
  /** Answers. */
  void respond(ProtocolResponse response);

  /** Answers with nothing: the request fails. */
  void respond();

  /** Answers with text, as UTF-8; in the families for files, with a path. */
  default void respond(String text) {
    respond(ProtocolResponse.builder().data(text).build());
  }

  /** Answers with bytes; they are not copied. */
  default void respond(byte[] bytes) {
    respond(ProtocolResponse.builder().data(bytes).build());
  }

  /** Answers with a file. */
  default void respond(Path file) {
    respond(ProtocolResponse.builder().path(file).build());
  }

  /** Answers with a stream, which is closed at the end. */
  default void respond(InputStream stream) {
    respond(ProtocolResponse.builder().data(Body.ofInputStream(stream)).build());
  }

  /** Answers with a stream of buffers. */
  default void respond(Flow.Publisher<ByteBuffer> publisher) {
    respond(ProtocolResponse.builder().data(Body.ofPublisher(publisher)).build());
  }
}
