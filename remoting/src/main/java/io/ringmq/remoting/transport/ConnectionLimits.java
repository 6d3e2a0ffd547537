package io.ringmq.remoting.transport;

import io.netty.channel.WriteBufferWaterMark;

/**
 * Bounds of one connection.
 *
 * @param maxInFlightBytes bytes of the peer's unanswered requests at which reading stops
 * @param maxQueuedBytes bytes waiting to be sent at which the peer counts as too slow and the connection is closed
 * @param maxCalls requests to the peer that wait for an answer
 * @param idleTimeoutSeconds how long the other side may be silent before the connection is closed
 * @param readsWhileUnwritable whether to go on reading while the peer does not take what is sent. One side must, or
 *     two peers with full buffers would wait for each other: the client does
 */
record ConnectionLimits(
        int maxInFlightBytes, long maxQueuedBytes, int maxCalls, int idleTimeoutSeconds, boolean readsWhileUnwritable) {

    /** Room for two frames of the largest size, so that one slow answer does not condemn a connection. */
    private static final long MAX_QUEUED_BYTES = 32L << 20;

    /** A channel with a few answers to pulls queued still counts as writable, else each of them would pause reading. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final int MAX_CALLS_OF_SERVER = 10_000;

    static ConnectionLimits of(ServerOptions options) {
        return new ConnectionLimits(
                options.maxInFlightBytesPerConnection(),
                MAX_QUEUED_BYTES,
                MAX_CALLS_OF_SERVER,
                options.idleTimeoutSeconds(),
                false);
    }

    static ConnectionLimits of(ClientOptions options) {
        return new ConnectionLimits(
                options.maxInFlightBytesPerConnection(),
                MAX_QUEUED_BYTES,
                options.maxRequestsPerConnection(),
                options.idleTimeoutSeconds(),
                true);
    }
}
