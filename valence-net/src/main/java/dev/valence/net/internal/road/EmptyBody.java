package dev.valence.net.internal.road;

import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;

/** What is left of a request body that can be read once, when a listener has read it. */
final class EmptyBody implements RequestBody, UploadReader {
  static final EmptyBody INSTANCE = new EmptyBody();

  private EmptyBody() {}

  @Override
  public long length() {
    return 0;
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public UploadReader open() {
    return this;
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    sink.onEnd(new HeaderList(1));
  }

  @Override
  public void close() {}
}
