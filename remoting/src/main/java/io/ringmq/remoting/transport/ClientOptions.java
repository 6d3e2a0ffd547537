package io.ringmq.remoting.transport;

/**
 * What a client may use.
 *
 * @param connectTimeoutMs time to make a connection
 * @param idleTimeoutSeconds how long the other side may be silent before a connection is closed
 * @param maxRequestsPerConnection requests that wait for an answer, or for the connection; more fail at once
 * @param maxInFlightBytesPerConnection bytes of the peer's unanswered requests at which a connection is no longer read
 * @param workerThreads threads that handle the peer's requests and look up host names
 * @param workerQueueCapacity tasks waiting for such a thread; more are refused
 */
public record ClientOptions(
        int connectTimeoutMs,
        int idleTimeoutSeconds,
        int maxRequestsPerConnection,
        int maxInFlightBytesPerConnection,
        int workerThreads,
        int workerQueueCapacity) {

    public static ClientOptions defaults() {
        return new ClientOptions(3_000, 120, 65_536, 8 << 20, 2, 10_000);
    }
}
