package io.ringmq.remoting.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to any number of peers over one connection each, made when first needed. Thread-safe. */
public final class RemotingClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemotingClient.class);
    private static final int MAX_PORT = 65_535;

    private final ClientOptions options;
    private final EventLoops loops;
    private final Dispatcher dispatcher;
    private final ConnectionContext context;
    private final Bootstrap bootstrap;
    private final Map<String, ClientLink> links = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Makes a client with no connections. The event loops stay the caller's to close, after the client.
     *
     * @param forServerRequests handlers for what peers ask of us over our connections
     */
    public RemotingClient(ClientOptions options, HandlerTable forServerRequests, EventLoops loops) {
        this(options, forServerRequests, loops, ConnectionListener.NONE);
    }

    /** As above, and tells the listener of the connections made and lost. */
    public RemotingClient(
            ClientOptions options, HandlerTable forServerRequests, EventLoops loops, ConnectionListener listener) {
        this.options = options;
        this.loops = loops;
        dispatcher = new Dispatcher(
                forServerRequests, "remoting-client-worker", options.workerThreads(), options.workerQueueCapacity());
        // The bound per connection suffices: a client chooses whom it talks to.
        context = new ConnectionContext(
                ConnectionLimits.of(options), new InFlightBytes(Long.MAX_VALUE), dispatcher, listener);
        bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ConnectionLimits.WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, options.connectTimeoutMs())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The handlers are installed once the connection is made and has a remote address.
                    }
                });
    }

    /**
     * Sends a request to {@code host:port} and waits for the answer without blocking.
     *
     * @return as {@link Connection#invoke}; also fails with ConnectionFailedException naming the address. The
     *     deadline covers making the connection
     */
    public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
        if (closed) {
            return CompletableFuture.failedFuture(new ConnectionClosedException("the client is closed"));
        }
        return link(address).invoke(request, timeoutMs);
    }

    /** Sends a request that gets no answer; dropped if no connection can be made. */
    public void sendOneway(String address, Command request) {
        if (!closed) {
            link(address).sendOneway(request);
        }
    }

    /** Closes the connection to an address, if there is one; the next request makes a new one. */
    public void closeConnection(String address) {
        ClientLink link = links.remove(address);
        if (link != null) {
            link.close();
        }
    }

    /** Closes every connection; pending requests fail. Idempotent. */
    @Override
    public void close() {
        closed = true;
        links.keySet().forEach(this::closeConnection);
        dispatcher.close();
    }

    private ClientLink link(String address) {
        ClientLink known = links.get(address);
        if (known != null) {
            return known;
        }
        ClientLink made = new ClientLink(address, options.maxRequestsPerConnection(), loops.group());
        ClientLink raced = links.putIfAbsent(address, made);
        if (raced != null) {
            return raced;
        }
        connect(made);
        if (closed) {
            closeConnection(address);
        }
        return made;
    }

    private void connect(ClientLink link) {
        String address = link.address();
        int colon = address.lastIndexOf(':');
        int port = colon < 0 ? -1 : port(address.substring(colon + 1));
        if (port < 0) {
            fail(link, new UnknownHostException("'" + address + "' is not host:port"));
            return;
        }
        String host = address.substring(0, colon);
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            connect(link, new InetSocketAddress(host, port));
            return;
        }
        try {
            // Looking a name up blocks.
            dispatcher.workers().execute(() -> connect(link, new InetSocketAddress(host, port)));
        } catch (RejectedExecutionException e) {
            fail(link, e);
        }
    }

    private void connect(ClientLink link, InetSocketAddress target) {
        if (target.isUnresolved()) {
            fail(link, new UnknownHostException("unknown host '" + target.getHostString() + "'"));
            return;
        }
        bootstrap.connect(target).addListener((ChannelFuture made) -> {
            if (made.isSuccess()) {
                connected(link, made.channel());
            } else {
                fail(link, made.cause());
            }
        });
    }

    private void connected(ClientLink link, Channel channel) {
        channel.closeFuture().addListener(closing -> links.remove(link.address(), link));
        ChannelConnection connection = ChannelConnection.install(loops.nextConnectionId(), channel, context);
        if (!link.connected(connection)) {
            LOG.debug("{} was closed while it was being made", connection);
            connection.close();
        }
    }

    private void fail(ClientLink link, Throwable cause) {
        links.remove(link.address(), link);
        link.fail(cause);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= MAX_PORT ? port : -1;
        } catch (NumberFormatException e) {
            LOG.debug("'{}' is no port", text, e);
            return -1;
        }
    }
}
