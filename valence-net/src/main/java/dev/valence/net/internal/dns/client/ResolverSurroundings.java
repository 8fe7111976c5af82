package dev.valence.net.internal.dns.client;

import dev.valence.net.internal.netlog.NetLog;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a resolver stands on.
 *
 * @param loop the network thread that it is confined to
 * @param datagrams the kind of UDP sockets; asked for when the first one is needed
 * @param blocking runs what blocks
 * @param nanoClock counts nanoseconds
 */
public record ResolverSurroundings(
    EventLoop loop,
    Class<? extends Channel> streams,
    Supplier<Class<? extends DatagramChannel>> datagrams,
    Executor blocking,
    NetLog netLog,
    LongSupplier nanoClock) {}
