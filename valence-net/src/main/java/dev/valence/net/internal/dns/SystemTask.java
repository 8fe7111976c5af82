package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.DnsQueryType;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the operating system (Chromium's {@code HostResolverSystemTask}). */
final class SystemTask implements LookupTask {
  private final SystemHostResolver system;
  private final EventLoop loop;

  SystemTask(SystemHostResolver system, EventLoop loop) {
    this.system = system;
    this.loop = loop;
  }

  @Override
  public Runnable start(HostQuestion question, Consumer<HostAnswer> done) {
    CompletableFuture<List<InetAddress>> lookup = system.resolve(question.host());
    lookup.whenComplete(
        (addresses, failure) -> {
          if (lookup.isCancelled()) {
            return;
          }
          HostAnswer answer = answer(question, addresses, failure);
          if (loop.inEventLoop()) {
            done.accept(answer);
          } else {
            onLoop(() -> done.accept(answer));
          }
        });
    return () -> lookup.cancel(false);
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      // The network has ended, and with it all who waited.
      return;
    }
  }

  private static HostAnswer answer(
      HostQuestion question, @Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
    if (addresses == null) {
      NetException error =
          failure instanceof NetException known
              ? known
              : new NetException(NetError.NAME_RESOLUTION_FAILED, failure);
      return HostAnswer.failed(
          error, error.error() == NetError.NAME_NOT_RESOLVED ? Lifetimes.SYSTEM_FAILED : 0);
    }
    List<InetAddress> wanted = ofType(addresses, question.type());
    return wanted.isEmpty()
        ? HostAnswer.failed(
            new NetException(
                NetError.NAME_NOT_RESOLVED,
                "host \"" + question.host() + "\" has no address of the type " + question.type(),
                null),
            Lifetimes.SYSTEM_FAILED)
        : HostAnswer.found(wanted, Lifetimes.SYSTEM_FOUND);
  }

  /** The addresses of one kind; null for all. */
  static List<InetAddress> ofType(List<InetAddress> addresses, @Nullable DnsQueryType type) {
    if (type == null) {
      return addresses;
    }
    return addresses.stream()
        .filter(address -> address instanceof Inet4Address == (type == DnsQueryType.A))
        .toList();
  }
}
