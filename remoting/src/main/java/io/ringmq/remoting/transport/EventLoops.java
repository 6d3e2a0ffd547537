package io.ringmq.remoting.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The I/O threads of a process, shared by its servers and clients, which are closed before it. */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final EventLoopGroup group;
    private final AtomicLong connectionCount = new AtomicLong();

    /**
     * @param name prefix of the thread names
     * @param threads number of event loops
     */
    public EventLoops(String name, int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** One of the loops, to run short tasks beside its I/O; from there requests go out without another hop. */
    public Executor next() {
        return group.next();
    }

    EventLoopGroup group() {
        return group;
    }

    String nextConnectionId() {
        return "c" + connectionCount.incrementAndGet();
    }

    /** Stops the threads and waits for them, at most five seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
