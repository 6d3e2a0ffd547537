package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Raft server and the outgoing connections of a process, shared by its groups. */
public final class RaftTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RaftTransport.class);
    private static final int CONNECT_TIMEOUT_MS = 1000;
    private static final int MAX_WAITING_REQUESTS = 4096;
    private static final int MAX_WAITING_COPIES = 64;
    private static final int MAX_ACCEPTED_CONNECTIONS = 256;

    private final TransportOptions options;
    private final LongSupplier nanoClock;
    private final EventLoopGroup loops;
    /** Not one of those above: they may wait for a copy, when a damaged entry is read on them. */
    private final EventLoopGroup copyLoops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("raft-copy-io", true), NioIoHandler.newFactory());

    private final ThreadPoolExecutor executor;
    private final ExecutorService names = Executors.newSingleThreadExecutor(new DefaultThreadFactory("raft-dns", true));
    private final BackgroundResolver resolver = new BackgroundResolver(names);
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<Endpoint, PeerLink> links = new ConcurrentHashMap<>();
    private final Map<String, GroupDoor> doors = new ConcurrentHashMap<>();
    private final List<ReplicatorGroup> replicators = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor copyExecutor = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING_COPIES),
            new DefaultThreadFactory("raft-copy", true));
    private final RequestDispatcher dispatcher;
    private final Channel server;

    private RaftTransport(TransportOptions options, LongSupplier nanoClock) throws IOException {
        this.options = options;
        this.nanoClock = nanoClock;
        loops = new MultiThreadIoEventLoopGroup(
                options.ioThreads(), new DefaultThreadFactory("raft-io", true), NioIoHandler.newFactory());
        executor = new ThreadPoolExecutor(
                options.rpcThreads(),
                options.rpcThreads(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING_REQUESTS),
                new DefaultThreadFactory("raft-rpc", true));
        dispatcher = new RequestDispatcher(options.self(), executor, copyExecutor, doors);
        server = listen();
        NodeManager.getInstance().addAddress(options.self());
    }

    /**
     * Listens on the port of {@code options.self()}.
     *
     * @throws IOException if the address cannot be bound
     */
    public static RaftTransport start(TransportOptions options, LongSupplier nanoClock) throws IOException {
        return new RaftTransport(options, nanoClock);
    }

    private Channel listen() throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(options.bindAddress(), options.self().getPort())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stopThreads();
            throw new IOException(
                    "cannot listen on " + options.bindAddress() + ":"
                            + options.self().getPort(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void accept(Channel channel) {
        if (accepted.size() >= MAX_ACCEPTED_CONNECTIONS) {
            LOG.warn("Refusing Raft connection {}: {} are open", channel, MAX_ACCEPTED_CONNECTIONS);
            channel.close();
            return;
        }
        accepted.add(channel);
        channel.pipeline()
                .addLast(new HelloExchange(
                        null, options.maxFrameBytes(), (ready, lane) -> new ServerConnection(ready, lane, dispatcher)))
                .addLast(new CloseOnError());
    }

    /** Starts to connect to a peer, ahead of its first use; nothing happens for this process itself. */
    public void connect(Endpoint peer) {
        if (!peer.equals(options.self())) {
            link(peer);
        }
    }

    /** Whether a peer can be talked to now; if not, connecting to it begins, or goes on. */
    public boolean isConnected(Endpoint peer) {
        return link(peer).isEstablished();
    }

    /** The link to a peer; it connects itself from now until the transport is closed. */
    PeerLink link(Endpoint peer) {
        PeerLink link = links.get(peer);
        if (link == null) {
            link = links.computeIfAbsent(peer, this::newLink);
            link.connect();
        }
        return link;
    }

    private PeerLink newLink(Endpoint peer) {
        Bootstrap template = template(loops);
        return new PeerLink(lane ->
                new PeerConnection(peer, lane, template, options.maxFrameBytes(), nanoClock, () -> established(peer)));
    }

    /** Connects to a peer for a copy; the caller closes it. */
    public CopyChannel openCopy(Endpoint peer) {
        return new CopyChannel(
                new PeerConnection(peer, Lane.COPY, template(copyLoops), options.maxFrameBytes(), nanoClock, () -> {}));
    }

    /** Serves copies of a group from now on. */
    public void serveCopies(String group, CopyEndpoint endpoint) {
        dispatcher.serveCopies(group, endpoint);
    }

    /** Ends {@link #serveCopies}. */
    public void endCopies(String group, CopyEndpoint endpoint) {
        dispatcher.endCopies(group, endpoint);
    }

    private Bootstrap template(EventLoopGroup threads) {
        return new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .resolver(resolver)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS);
    }

    // A leader whose replicator to this peer has failed to start tries again at once.
    private void established(Endpoint peer) {
        PeerLink link = links.get(peer);
        if (link == null || !link.isEstablished()) {
            return;
        }
        try {
            executor.execute(() -> replicators.forEach(group -> group.checkReplicator(new PeerId(peer, 0), true)));
        } catch (RejectedExecutionException e) {
            LOG.debug("Replication to {} is not woken; its timer will", peer, e);
        }
    }

    /** The threads that move bytes, for what does not wait; rejects tasks once the transport is closed. */
    public Executor eventLoops() {
        return loops;
    }

    /** Puts a door before a group; without one its peers are let in. */
    public void addDoor(String group, GroupDoor door) {
        doors.put(group, door);
    }

    public void removeDoor(String group) {
        doors.remove(group);
    }

    /** Whether the group of this name on this node stands for election. */
    boolean stands(String group) {
        GroupDoor door = doors.get(group);
        return door == null || door.stands();
    }

    /** As {@link #view}, but only what the peer's files say. */
    public CompletableFuture<Origin> origin(Endpoint peer, String group, long timeoutMs) {
        return view(peer, group, timeoutMs).thenApply(PeerView::origin);
    }

    /**
     * Asks a peer about a group.
     *
     * @return completed on an I/O thread; fails if the peer cannot be reached, or knows nothing yet
     */
    public CompletableFuture<PeerView> view(Endpoint peer, String group, long timeoutMs) {
        CompletableFuture<PeerView> asked = new CompletableFuture<>();
        try {
            link(peer).send(StringValue.of(group), new ViewCallback(asked), timeoutMs);
        } catch (RemotingException e) {
            asked.completeExceptionally(e);
        }
        return asked;
    }

    private static final class ViewCallback implements InvokeCallback {
        private final CompletableFuture<PeerView> asked;

        ViewCallback(CompletableFuture<PeerView> asked) {
            this.asked = asked;
        }

        @Override
        public void complete(@Nullable Object result, @Nullable Throwable failure) {
            try {
                if (result instanceof BytesValue answer) {
                    asked.complete(PeerView.decode(answer));
                } else {
                    asked.completeExceptionally(new IOException("no answer: " + result, failure));
                }
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }

    void addReplicators(ReplicatorGroup group) {
        replicators.add(group);
    }

    void removeReplicators(ReplicatorGroup group) {
        replicators.remove(group);
    }

    /** Breaks all connections and stops the threads. */
    @Override
    public void close() {
        NodeManager.getInstance().removeAddress(options.self());
        server.close().awaitUninterruptibly();
        links.values().forEach(PeerLink::close);
        accepted.close().awaitUninterruptibly();
        stopThreads();
    }

    private void stopThreads() {
        executor.shutdown();
        copyExecutor.shutdown();
        names.shutdown();
        copyLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        resolver.close();
    }
}
