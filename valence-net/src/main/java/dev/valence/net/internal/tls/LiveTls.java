package dev.valence.net.internal.tls;

import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.tls.CertificateJudge;
import dev.valence.net.tls.ClientCertificateChooser;
import dev.valence.net.tls.TlsControl;
import dev.valence.net.tls.TlsSettings;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one session: the policy in force and the contexts made for it. A handshake takes what
 * is in force when it begins. Any thread, but for {@link #handshake}.
 */
public final class LiveTls implements TlsControl {
  /**
   * Where a handshake leads.
   *
   * @param host a name or IP literal, as a URL serialises it
   * @param offerHttp2 whether to offer {@code h2} beside {@code http/1.1}
   * @param privacyMode whether the connection must not show who the client is: no client
   *     certificate, no tickets of other connections
   */
  public record Target(String host, int port, boolean offerHttp2, boolean privacyMode) {}

  private final EventLoop loop;
  private final TlsContexts contexts;
  private final Runnable onChange;
  // Guarded by this.
  private final Set<LiveTls> followers = new HashSet<>();
  private volatile TlsPolicy policy;

  /**
   * The TLS of a session.
   *
   * @param blocking see {@link TlsContexts}
   * @param onChange told on the loop, after another policy came into force
   */
  public LiveTls(EventLoop loop, Executor blocking, TlsSettings settings, Runnable onChange) {
    this.loop = loop;
    this.contexts = new TlsContexts(blocking);
    this.onChange = onChange;
    this.policy = TlsPolicy.of(settings);
  }

  /** Grows with each change; connections of an older one serve no later request. */
  public int generation() {
    return policy.generation();
  }

  @Override
  public TlsSettings settings() {
    return policy.settings();
  }

  @Override
  public void settings(TlsSettings settings) {
    change(old -> new TlsPolicy(old.generation() + 1, settings, old.judge(), old.chooser()));
  }

  @Override
  public void judge(@Nullable CertificateJudge judge) {
    change(old -> new TlsPolicy(old.generation() + 1, old.settings(), judge, old.chooser()));
  }

  @Override
  public void chooser(@Nullable ClientCertificateChooser chooser) {
    change(old -> new TlsPolicy(old.generation() + 1, old.settings(), old.judge(), chooser));
  }

  @Override
  public void forgetClientCertificates() {
    if (policy.showsCertificates()) {
      change(
          old -> new TlsPolicy(old.generation() + 1, old.settings(), old.judge(), old.chooser()));
    }
  }

  /**
   * From now on another TLS has the settings and the judge of this one, now and after each change;
   * not its choice of client certificates. The result ends that.
   */
  public Runnable lead(LiveTls other) {
    synchronized (this) {
      followers.add(other);
      other.take(policy);
    }
    return () -> {
      synchronized (this) {
        followers.remove(other);
      }
    };
  }

  private void take(TlsPolicy leading) {
    change(
        old ->
            new TlsPolicy(
                old.generation() + 1, leading.settings(), leading.judge(), old.chooser()));
  }

  private void change(UnaryOperator<TlsPolicy> step) {
    synchronized (this) {
      TlsPolicy next = step.apply(policy);
      policy = next;
      contexts.clear();
      followers.forEach(follower -> follower.take(next));
    }
    try {
      loop.execute(onChange);
    } catch (RejectedExecutionException ended) {
      // The network has ended, and every connection with it.
      return;
    }
  }

  /**
   * Speaks TLS on an open channel. On the loop, where the future completes too.
   *
   * @param limit of the handshake; zero for none
   * @return the protocol agreed on, {@code h2} or {@code http/1.1}; fails with a {@link
   *     NetException}
   */
  public CompletableFuture<String> handshake(
      Channel channel, Target target, Duration limit, NetLogWithSource log) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    contexts
        .context(policy, target.privacyMode())
        .whenComplete(
            (context, failure) -> {
              if (loop.inEventLoop()) {
                begin(channel, target, limit, log, outcome, context, failure);
              } else {
                loop.execute(() -> begin(channel, target, limit, log, outcome, context, failure));
              }
            });
    return outcome;
  }

  private static void begin(
      Channel channel,
      Target target,
      Duration limit,
      NetLogWithSource log,
      CompletableFuture<String> outcome,
      @Nullable TlsContext context,
      @Nullable Throwable failure) {
    if (context == null) {
      outcome.completeExceptionally(
          TlsErrors.toNetException(failure == null ? new IllegalStateException() : failure));
      return;
    }
    if (!channel.isActive()) {
      // Nothing would tell a handler that comes now of the end.
      outcome.completeExceptionally(TlsErrors.toNetException(new ClosedChannelException()));
      return;
    }
    CompletableFuture<String> handshake = TlsHandshake.start(channel, context, target, limit, log);
    channel.config().setAutoRead(true);
    handshake.whenComplete(
        (protocol, refusal) -> {
          if (refusal == null) {
            outcome.complete(protocol);
          } else {
            outcome.completeExceptionally(refusal);
          }
        });
  }
}
