package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** One open or closed TCP connection to a peer. Thread-safe; one instance per connection, compared by identity. */
public interface Connection {
    /** Peer as {@code ip:port}. */
    String remoteAddress();

    InetSocketAddress remote();

    /** Short name of the connection, unique within the process. */
    String id();

    /**
     * Sends a request under an opaque of the connection's choosing and waits for the answer without blocking.
     *
     * @return completed on an event loop with the response, whatever its code, or exceptionally with a
     *     CommandTimeoutException, ConnectionClosedException or InFlightLimitException. Stages that do more than a
     *     little work must move to another executor
     */
    CompletableFuture<Command> invoke(Command request, long timeoutMs);

    /** Sends a request that gets no answer; dropped without notice if the connection is closed. */
    void sendOneway(Command request);

    /**
     * Runs a task when the event loop has handed over everything it has read in its present pass, over whichever
     * connection; at once if the caller is not on the connection's event loop. For work that what else has arrived can
     * share.
     */
    void afterPass(Runnable task);

    boolean isOpen();

    /** Starts closing; pending invocations fail. Idempotent. */
    void close();
}
