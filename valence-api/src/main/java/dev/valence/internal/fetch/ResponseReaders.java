package dev.valence.internal.fetch;

import dev.valence.fetch.Response;
import dev.valence.net.NetException;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes the bodies of responses, to hand them on. */
public final class ResponseReaders {
  private ResponseReaders() {}

  /**
   * Takes the body of any response; may block.
   *
   * @throws IllegalStateException when it is used already
   */
  static @Nullable UploadReader take(Response response, Executor workers) throws IOException {
    if (response instanceof NetResponse net) {
      return net.takeBody();
    }
    if (response instanceof MadeResponse made) {
      return made.takeBody(new HeaderList(), workers);
    }
    return ofForeign(response, workers);
  }

  /** Takes the body of a response that the program has made itself from scratch. */
  public static UploadReader ofForeign(Response response, Executor workers) throws NetException {
    return new PublisherBody(response.body(), -1, workers).open();
  }
}
