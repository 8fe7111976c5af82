package dev.valence.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A source that may also be read by whoever wants its bytes, on his own thread: either so or by
 * {@link #read}, never both.
 */
public interface BlockingReader extends UploadReader {
  /**
   * Reads some bytes; may block. {@link #close} from another thread ends it with an exception.
   *
   * @return how many; -1 at the end
   */
  int readNow(ByteBuffer into) throws IOException;
}
