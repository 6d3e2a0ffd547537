package io.ringmq.remoting.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the remoting protocol on one TCP port.
 *
 * <p>Memory is bounded: a connection whose unanswered requests, or the server whose unanswered requests, hold too many
 * bytes is not read until half of them are answered; a peer that does not read its answers is no longer read, and is
 * closed once too many bytes wait for it. A malformed frame closes its connection only.
 */
public final class RemotingServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemotingServer.class);
    private static final int ACCEPT_BACKLOG = 1_024;

    private final ServerOptions options;
    private final EventLoops loops;
    private final Dispatcher dispatcher;
    private final ConnectionContext context;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private @Nullable Channel listening;

    /** Makes a server that is not listening yet. The event loops stay the caller's to close, after the server. */
    public RemotingServer(ServerOptions options, HandlerTable handlers, ConnectionListener listener, EventLoops loops) {
        this.options = options;
        this.loops = loops;
        dispatcher = new Dispatcher(
                handlers, "remoting-server-worker", options.workerThreads(), options.workerQueueCapacity());
        context = new ConnectionContext(
                ConnectionLimits.of(options), new InFlightBytes(options.maxInFlightBytes()), dispatcher, listener);
    }

    /**
     * Starts listening. Not to be called on an event loop.
     *
     * @return the port listened on
     * @throws ConnectionFailedException if the port cannot be listened on
     */
    public synchronized int start() {
        if (listening != null) {
            throw new IllegalStateException("the server was started before");
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ConnectionLimits.WATER_MARK)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(options.bindAddress(), options.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ConnectionFailedException(
                    "cannot listen on " + options.bindAddress() + ":" + options.port(), bound.cause());
        }
        listening = bound.channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening and closes every connection, and waits for it. Idempotent. Not to be called on an event loop. */
    @Override
    public synchronized void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
        dispatcher.close();
    }

    private void accept(Channel channel) {
        int count = connectionCount.incrementAndGet();
        channel.closeFuture().addListener(closed -> connectionCount.decrementAndGet());
        if (count > options.maxConnections()) {
            refuse(channel);
            return;
        }
        refusing.set(false);
        connections.add(channel);
        ChannelConnection.install(loops.nextConnectionId(), channel, context);
    }

    /** Says so once per overload: a flood of connections must not become a flood of log lines. */
    private void refuse(Channel channel) {
        if (refusing.compareAndSet(false, true)) {
            LOG.warn(
                    "Refusing {} and others: {} connections are open already",
                    channel.remoteAddress(),
                    options.maxConnections());
        }
        channel.close();
    }
}
