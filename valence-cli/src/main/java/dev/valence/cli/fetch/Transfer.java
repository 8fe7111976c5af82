package dev.valence.cli.fetch;

import dev.valence.Session;
import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.cli.fetch.Waiting.OutputException;
import dev.valence.cli.terminal.TransferProgress;
import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.RequestBody;
import dev.valence.net.RequestObserver;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectDecision;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.http.RedirectDecision.Refused;
import dev.valence.net.http.RedirectRules;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One URL from request to whole body. Each hop of a redirect is a fetch of its own, so that every
 * head can be shown; where it leads is decided by {@link RedirectRules}.
 */
final class Transfer {
  /** Hears of what is going on. */
  interface Listener {
    /** Who sees each request go over the wire, on the network thread; null for nobody. */
    @Nullable RequestObserver observer();

    /**
     * In order, on the thread of the command: a head has come; {@code next} is where a redirect is
     * followed to, or null.
     */
    void onHead(Hop hop, @Nullable Url next);
  }

  /** Opens the target of the body when it is known that there will be one. */
  interface TargetOpener {
    BodyTarget open();
  }

  private final Session session;
  private final RequestPlan plan;
  private final AbortSignal signal;
  private final TransferProgress progress;
  private final Listener listener;

  Transfer(
      Session session,
      RequestPlan plan,
      AbortSignal signal,
      TransferProgress progress,
      Listener listener) {
    this.session = session;
    this.plan = plan;
    this.signal = signal;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Runs it.
   *
   * @throws CommandFailure when it fails; then nothing was kept
   */
  Outcome run(Url first, TargetOpener opener) {
    long start = System.nanoTime();
    List<Hop> hops = new ArrayList<>();
    Url url = first;
    String method = plan.method();
    HeaderList headers = plan.headers().copy();
    Body body = plan.body();
    while (true) {
      long hopStart = System.nanoTime();
      Response response = send(method, url, headers, body);
      Next next;
      Hop hop;
      try {
        hop = hop(method, url, response, since(hopStart));
        hops.add(hop);
        next = plan.follow() ? next(hop, response, hops.size() - 1) : null;
      } catch (CommandFailure e) {
        response.close();
        throw e;
      }
      listener.onHead(hop, next == null ? null : next.url());
      if (next == null) {
        return receive(hops, response, opener, start);
      }
      response.close();
      url = next.url();
      method = next.method();
      headers = next.headers(headers);
      body = next.dropsBody() ? null : body;
    }
  }

  private Response send(String method, Url url, HeaderList headers, @Nullable Body body) {
    RequestInit init;
    try {
      init =
          plan.init(
              method, headers, body == null ? null : counted(body), signal, listener.observer());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    return Waiting.forResult(session.fetch(url.href(), init), signal);
  }

  private Body counted(Body body) {
    if (!progress.isShown()) {
      return body;
    }
    return Body.of(
        body.contentType(),
        workers -> {
          RequestBody opened = body.open(workers);
          progress.begin("Sending", opened.length());
          return new CountedBody(opened, progress::at);
        });
  }

  private static Hop hop(String method, Url url, Response response, Duration untilHead) {
    return new Hop(
        method,
        url.withoutFragment().href(),
        response.httpVersion(),
        response.status(),
        response.statusText(),
        response.headers().rawHeaders(),
        untilHead);
  }

  private @Nullable Next next(Hop hop, Response response, int followed) {
    RedirectDecision decision =
        RedirectRules.decide(
            hop.status(), response.headers().toHeaderList(), hop.method(), Url.parse(hop.url()), 0);
    if (decision instanceof Refused refused) {
      throw new CommandFailure(
          ExitCode.REDIRECTS, refused.error().text() + ": " + refused.detail());
    }
    if (!(decision instanceof Next next)) {
      return null;
    }
    if (followed >= plan.maxRedirects()) {
      throw new CommandFailure(
          ExitCode.REDIRECTS,
          "stopped after "
              + followed
              + " redirects, at one to "
              + next.url()
              + "; allow more with --max-redirs N");
    }
    return next;
  }

  private Outcome receive(List<Hop> hops, Response response, TargetOpener opener, long start) {
    Hop answer = hops.get(hops.size() - 1);
    if (plan.failOnStatus() && answer.status() >= 400) {
      response.close();
      String reason = answer.statusText().isEmpty() ? "" : " " + answer.statusText();
      throw new CommandFailure(
          ExitCode.HTTP_ERROR,
          "the server answered " + answer.status() + reason + " for " + answer.url());
    }
    BodyTarget target;
    try {
      target = opener.open();
    } catch (CommandFailure e) {
      response.close();
      throw e;
    }
    try (target) {
      progress.begin("Receiving", expectedLength(response.headers()));
      long size = pour(response, target);
      progress.close();
      commit(target);
      return new Outcome(
          List.copyOf(hops),
          response.trailers().rawHeaders(),
          size,
          since(start),
          target.file(),
          target instanceof MemoryTarget memory ? memory.toBytes() : null);
    } catch (CommandFailure e) {
      progress.close();
      throw target.file() == null || e.isQuiet()
          ? e
          : new CommandFailure(
              e.exitCode(), e.text() + " (" + target.file() + " was not written)", e.getCause());
    } finally {
      response.close();
    }
  }

  private long pour(Response response, BodyTarget target) {
    long[] received = new long[1];
    return Waiting.forResult(
        response.consume(
            piece -> {
              int length = piece.remaining();
              try {
                target.write(piece);
              } catch (IOException e) {
                throw new OutputException(e, failure(target, e));
              }
              received[0] += length;
              progress.at(received[0]);
            }),
        signal);
  }

  private static void commit(BodyTarget target) {
    try {
      target.commit();
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private static CommandFailure failure(BodyTarget target, IOException cause) {
    if (target.file() != null) {
      return PartFile.cannotWrite(target.file(), cause);
    }
    return target instanceof StandardOutput
        ? StandardOutput.failure(cause)
        : new CommandFailure(ExitCode.CANNOT_WRITE, String.valueOf(cause.getMessage()), cause);
  }

  /** The bytes to come; -1 where nobody says, or where they are sent in another coding. */
  private static long expectedLength(Headers headers) {
    String length = headers.get("content-length");
    if (length == null || headers.has("content-encoding") || length.length() > 18) {
      return -1;
    }
    return length.chars().allMatch(c -> c >= '0' && c <= '9') && !length.isEmpty()
        ? Long.parseLong(length)
        : -1;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
