package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane to one peer. It connects itself, again and again with a growing pause, from the first
 * {@link #connect()} until it is closed; nobody ever waits for it.
 */
final class PeerConnection {

    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
    private static final int FIRST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 500;

    private record Established(Channel channel, PendingCalls calls) {}

    private final Endpoint peer;
    private final Lane lane;
    private final Bootstrap bootstrap;
    private final LongSupplier nanoClock;
    private final Runnable onEstablished;
    private final AtomicInteger nextCorrelation = new AtomicInteger();
    private volatile @Nullable Established established;
    private boolean connecting;
    private boolean closed;
    /** So that an outage is reported once, not at each attempt. */
    private boolean unreachable;

    private int pauseMs = FIRST_PAUSE_MS;

    /**
     * @param template event loops and options; the handler is set here
     * @param maxFrameBytes largest response accepted
     */
    PeerConnection(
            Endpoint peer,
            Lane lane,
            Bootstrap template,
            int maxFrameBytes,
            LongSupplier nanoClock,
            Runnable onEstablished) {
        this.peer = peer;
        this.lane = lane;
        this.nanoClock = nanoClock;
        this.onEstablished = onEstablished;
        this.bootstrap = template.clone().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new HelloExchange(lane, maxFrameBytes, (ready, same) -> established(ready)))
                        .addLast(new CloseOnError());
            }
        });
    }

    boolean isEstablished() {
        Established current = established;
        return current != null && current.channel().isActive();
    }

    /** Starts to connect unless connected or connecting. */
    synchronized void connect() {
        if (connecting || closed || established != null) {
            return;
        }
        connecting = true;
        ChannelFuture attempt = bootstrap.connect(address());
        attempt.addListener(done -> {
            if (done.isSuccess()) {
                attempt.channel().closeFuture().addListener(gone -> lost());
            } else {
                LOG.debug("No Raft connection to {}: {}", peer, String.valueOf(done.cause()));
                lost();
            }
        });
    }

    // Resolved anew each time, so that a name may move to another address.
    private InetSocketAddress address() {
        String host = peer.getIp();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return InetSocketAddress.createUnresolved(
                bracketed ? host.substring(1, host.length() - 1) : host, peer.getPort());
    }

    private FrameReader.Receiver established(Channel channel) {
        PendingCalls calls = new PendingCalls(channel, lane, nanoClock, this::disconnected);
        synchronized (this) {
            pauseMs = FIRST_PAUSE_MS;
            established = new Established(channel, calls);
            if (unreachable) {
                unreachable = false;
                LOG.info("Raft peer {} is connected ({} lane)", peer, lane);
            }
            if (closed) {
                channel.close();
            }
        }
        onEstablished.run();
        return calls;
    }

    private synchronized void disconnected() {
        established = null;
    }

    private synchronized void lost() {
        established = null;
        if (closed) {
            return;
        }
        if (!unreachable) {
            unreachable = true;
            LOG.warn("Raft peer {} is not connected ({} lane); trying again until it is", peer, lane);
        }
        int pause = pauseMs;
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        try {
            bootstrap.config().group().schedule(this::reconnect, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Not connecting to {} again: the transport is closing", peer, e);
        }
    }

    private synchronized void reconnect() {
        connecting = false;
        connect();
    }

    /**
     * Sends a request without waiting. Requests leave in the order of these calls.
     *
     * @throws RemotingException if there is no connection, or the peer is too far behind in answering; the callback is
     *     not called then
     */
    void send(MessageKind kind, Message request, InvokeCallback callback, long timeoutMs) throws RemotingException {
        Established current = established;
        if (current == null) {
            throw new RemotingException("no connection to " + peer);
        }
        Channel channel = current.channel();
        PendingCalls calls = current.calls();
        int sizeBytes = request.getSerializedSize() + FrameEncoder.HEADER_BYTES;
        if (!calls.reserve(sizeBytes)) {
            throw new RemotingException(peer + " leaves too many bytes unanswered");
        }
        int correlation = nextCorrelation.getAndIncrement();
        ByteBuf frame = FrameEncoder.encode(channel.alloc(), FrameEncoder.REQUEST, kind, correlation, request);
        long deadlineNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        PendingCalls.Call call = new PendingCalls.Call(callback, deadlineNanos, sizeBytes);
        try {
            channel.eventLoop().execute(() -> {
                if (calls.add(correlation, call)) {
                    channel.writeAndFlush(frame, channel.voidPromise());
                } else {
                    frame.release();
                }
            });
        } catch (RejectedExecutionException e) {
            frame.release();
            throw new RemotingException("the transport is closed", e);
        }
    }

    synchronized void close() {
        closed = true;
        if (established != null) {
            established.channel().close();
        }
    }
}
