package dev.valence.internal.interception;

import dev.valence.internal.fetch.BytesBody;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.PulledBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import dev.valence.net.interception.HeadersDecision;
import dev.valence.net.scheme.SchemeAnswer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An interceptor's response on its way to the road. */
final class ChainAnswer implements SchemeAnswer {
  private final EventLoop loop;
  private final String method;
  private final HeadersDecision decision;

  ChainAnswer(EventLoop loop, String method, HeadersDecision decision) {
    this.loop = loop;
    this.method = method;
    this.decision = decision;
  }

  @Override
  public boolean respond(ResponseHead head, @Nullable UploadReader source) {
    boolean first = decision.respond(head, () -> body(head.status(), source));
    if (!first) {
      close(source);
    }
    return first;
  }

  private BodyStream body(int status, @Nullable UploadReader source) {
    if (source == null
        || method.equals("HEAD")
        || status == 204
        || status == 205
        || status == 304) {
      close(source);
      return PulledBody.of(loop, new BytesBody(new byte[0]));
    }
    return new PulledBody(loop, source, -1, Duration.ZERO, why -> {});
  }

  private void close(@Nullable UploadReader source) {
    if (source != null) {
      try {
        loop.execute(source::close);
      } catch (RejectedExecutionException ended) {
        source.close();
      }
    }
  }

  @Override
  public boolean fail(NetException error) {
    return decision.fail(error);
  }

  /** Interceptors hear of the end by {@code onErrorOccurred} and observers. */
  @Override
  public void whenOver(Consumer<@Nullable NetException> listener) {}
}
