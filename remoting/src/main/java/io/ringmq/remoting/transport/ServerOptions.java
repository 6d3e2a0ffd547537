package io.ringmq.remoting.transport;

/**
 * Where a server listens and what it may use.
 *
 * @param port port to listen on, 0 for any free one
 * @param maxConnections open connections; more are closed on arrival
 * @param maxInFlightBytesPerConnection bytes of unanswered requests of one connection at which it is no longer read
 * @param maxInFlightBytes the same over all connections together
 * @param idleTimeoutSeconds how long the other side may be silent before a connection is closed
 * @param workerThreads threads of the worker pool
 * @param workerQueueCapacity requests waiting for a worker; more are answered SYSTEM_BUSY
 */
public record ServerOptions(
        String bindAddress,
        int port,
        int maxConnections,
        int maxInFlightBytesPerConnection,
        long maxInFlightBytes,
        int idleTimeoutSeconds,
        int workerThreads,
        int workerQueueCapacity) {

    public static ServerOptions defaults(String bindAddress, int port) {
        return new ServerOptions(bindAddress, port, 20_000, 8 << 20, 256L << 20, 120, 4, 10_000);
    }
}
