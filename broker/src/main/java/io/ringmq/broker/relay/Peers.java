package io.ringmq.broker.relay;

import io.ringmq.remoting.protocol.Command;
import java.util.concurrent.CompletableFuture;

/** The client ports of the other replicas. Thread-safe. */
@FunctionalInterface
public interface Peers {
    /**
     * Sends a request to {@code host:port}.
     *
     * @return completed with the answer, whatever its code; fails within the timeout
     */
    CompletableFuture<Command> invoke(String address, Command request, long timeoutMs);
}
