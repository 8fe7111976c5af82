package dev.valence.net.internal.dns.multicast;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.dns.client.RandomBits;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.wire.DnsFormatException;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsQuery;
import dev.valence.net.internal.dns.wire.DnsRecord;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to everybody on the link, from a port of its own, so that the answers come by
 * unicast (one-shot queries, RFC 6762 §5.1, §6.7). Asked a second time after a second; ends when
 * every type was answered, or when nothing came for long enough. Confined to the network thread.
 */
public final class MulticastQuery {
  private static final int LARGEST_DATAGRAM = 9000;
  private static final int MAX_RECORDS = 64;

  /**
   * How long to wait.
   *
   * @param repeatMillis until the question is asked once more
   * @param endMillis until it is given up
   * @param restMillis how long the other types are waited for when one was answered
   */
  public record Patience(long repeatMillis, long endMillis, long restMillis) {
    public static final Patience DEFAULT = new Patience(1_000, 3_000, 250);
  }

  /** Hears the outcome, once, unless the query was given up. */
  public interface Outcome {
    /** Records of the types that were asked for, at least one. */
    void onAnswer(List<DnsRecord> records);

    void onFailed(NetException error);
  }

  private final ResolverSurroundings around;
  private final List<MulticastRoute> routes;
  private final Patience patience;
  private final String name;
  private final int[] types;
  private final DnsQuery query;
  private final Outcome outcome;
  private final List<Channel> channels = new ArrayList<>();
  private final List<ScheduledFuture<?>> timers = new ArrayList<>(3);
  private final Map<String, DnsRecord> found = new LinkedHashMap<>();
  private @Nullable Throwable lastFailure;
  private int failedRoutes;
  private boolean over;

  /**
   * A query.
   *
   * @param routes where to send it
   * @param name in canonical form
   * @param wire the same in wire form
   */
  public MulticastQuery(
      ResolverSurroundings around,
      List<MulticastRoute> routes,
      Patience patience,
      String name,
      byte[] wire,
      int[] types,
      Outcome outcome) {
    this.around = around;
    this.routes = routes;
    this.patience = patience;
    this.name = name;
    this.types = types.clone();
    this.query = DnsQuery.multicast(RandomBits.id(), wire, types);
    this.outcome = outcome;
  }

  /** Asks. */
  public void start() {
    schedule(this::giveUpWaiting, patience.endMillis());
    for (MulticastRoute route : routes) {
      open(route);
    }
  }

  /** No outcome follows. */
  public void giveUp() {
    finish();
  }

  private void open(MulticastRoute route) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(around.loop())
            .channel(around.datagrams().get())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
            .handler(new Answers());
    if (route.networkInterface() != null) {
      bootstrap.option(ChannelOption.IP_MULTICAST_IF, route.networkInterface());
    }
    ChannelFuture binding = bootstrap.bind(route.local());
    binding.addListener(
        done -> {
          if (!binding.isSuccess()) {
            onRouteFailed(binding.cause());
          } else if (over) {
            binding.channel().close();
          } else {
            channels.add(binding.channel());
            send(binding.channel(), route.group(), true);
            schedule(() -> send(binding.channel(), route.group(), false), patience.repeatMillis());
          }
        });
  }

  private void send(Channel channel, InetSocketAddress group, boolean first) {
    channel
        .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(query.bytes()), group))
        .addListener(
            sent -> {
              if (first && !sent.isSuccess()) {
                onRouteFailed(sent.cause());
              }
            });
  }

  /** A link that cannot be sent on, such as one without an address, does not spoil the others. */
  private void onRouteFailed(Throwable cause) {
    lastFailure = cause;
    if (++failedRoutes == routes.size() && finish()) {
      outcome.onFailed(
          new NetException(
              NetError.NAME_NOT_RESOLVED,
              "multicast DNS cannot be asked for \"" + name + "\" on any link",
              cause));
    }
  }

  private void onBytes(byte[] bytes) {
    if (over) {
      return;
    }
    DnsMessage message;
    try {
      message = DnsMessage.read(bytes);
    } catch (DnsFormatException e) {
      // Anybody may send anything; the answer may still come.
      return;
    }
    if (!message.isResponse() || message.id() != query.id() || message.rcode() != 0) {
      return;
    }
    for (DnsRecord record : message.answers()) {
      if (record.name().equals(name) && isWanted(record.type()) && found.size() < MAX_RECORDS) {
        found.put(record.type() + ":" + HexFormat.of().formatHex(record.data()), record);
      }
    }
    if (found.isEmpty()) {
      return;
    }
    if (isComplete()) {
      answer();
    } else {
      schedule(this::answer, patience.restMillis());
    }
  }

  private boolean isWanted(int type) {
    for (int wanted : types) {
      if (wanted == type) {
        return true;
      }
    }
    return false;
  }

  private boolean isComplete() {
    for (int wanted : types) {
      if (found.values().stream().noneMatch(record -> record.type() == wanted)) {
        return false;
      }
    }
    return true;
  }

  private void answer() {
    if (finish()) {
      outcome.onAnswer(List.copyOf(found.values()));
    }
  }

  private void giveUpWaiting() {
    if (!found.isEmpty()) {
      answer();
    } else if (finish()) {
      outcome.onFailed(
          new NetException(
              NetError.NAME_NOT_RESOLVED,
              "nobody on the link answers to \"" + name + "\"",
              lastFailure));
    }
  }

  private void schedule(Runnable task, long millis) {
    timers.add(
        around
            .loop()
            .schedule(
                () -> {
                  if (!over) {
                    task.run();
                  }
                },
                millis,
                TimeUnit.MILLISECONDS));
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    timers.forEach(timer -> timer.cancel(false));
    channels.forEach(Channel::close);
    return true;
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      byte[] bytes = new byte[content.readableBytes()];
      content.readBytes(bytes);
      onBytes(bytes);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Such as a port that nobody listens on: another link may answer.
      lastFailure = cause;
    }
  }
}
