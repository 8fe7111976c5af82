package dev.valence.ipc.script;

import java.io.IOException;
import java.io.InputStream;

/** What Node.js calls. */
public interface ShouterService {
  /** The same letters, but upper case. */
  InputStream shout(InputStream text);

  /** Bytes without end. */
  InputStream endless();

  /** Fails after some bytes. */
  InputStream failing();

  /** How many bytes there are. */
  long measure(InputStream bytes) throws IOException;
}
