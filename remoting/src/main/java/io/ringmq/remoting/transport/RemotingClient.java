package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import java.util.concurrent.CompletableFuture;

/** Talks to any number of peers over one connection each, made when first needed. Thread-safe. */
public final class RemotingClient implements AutoCloseable {
    /**
     * Makes a client with no connections. The event loops stay the caller's to close, after the client.
     *
     * @param forServerRequests handlers for what peers ask of us over our connections
     */
    public RemotingClient(ClientOptions options, HandlerTable forServerRequests, EventLoops loops) {}

    /**
     * Sends a request to {@code host:port} and waits for the answer without blocking.
     *
     * @return as {@link Connection#invoke}; also fails with ConnectionFailedException naming the address. The
     *     deadline covers making the connection
     */
    public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
        return CompletableFuture.failedFuture(new ConnectionFailedException("not implemented yet"));
    }

    /** Sends a request that gets no answer; dropped if no connection can be made. */
    public void sendOneway(String address, Command request) {}

    /** Closes the connection to an address, if there is one; the next request makes a new one. */
    public void closeConnection(String address) {}

    /** Closes every connection; pending requests fail. Idempotent. */
    @Override
    public void close() {}
}
