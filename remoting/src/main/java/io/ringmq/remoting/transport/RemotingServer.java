package io.ringmq.remoting.transport;

/** Serves the remoting protocol on one TCP port. */
public final class RemotingServer implements AutoCloseable {
    /** Makes a server that is not listening yet. The event loops stay the caller's to close, after the server. */
    public RemotingServer(
            ServerOptions options, HandlerTable handlers, ConnectionListener listener, EventLoops loops) {}

    /**
     * Starts listening.
     *
     * @return the port listened on
     */
    public int start() {
        return 0;
    }

    /** Stops listening and closes every connection. Idempotent. */
    @Override
    public void close() {}
}
