package io.ringmq.broker.config;

/**
 * Addresses, threads and bounds of the network.
 *
 * @param bindAddress where ports listen
 * @param advertisedAddress what clients are told
 * @param ioThreads event loops of the process
 * @param workerThreads threads per ring for requests that read from disk
 * @param maxConnections client connections per ring
 * @param maxRequestBytesInFlight bytes of unanswered client requests per ring
 */
public record NetworkSettings(
        String bindAddress,
        String advertisedAddress,
        int ioThreads,
        int workerThreads,
        int maxConnections,
        long maxRequestBytesInFlight) {

    static NetworkSettings of(Settings values) {
        return new NetworkSettings(
                values.get(Keys.BIND_ADDRESS),
                values.get(Keys.ADVERTISED_ADDRESS),
                values.get(Keys.IO_THREADS),
                values.get(Keys.WORKER_THREADS),
                values.get(Keys.MAX_CONNECTIONS),
                values.get(Keys.MAX_REQUEST_BYTES_IN_FLIGHT));
    }
}
