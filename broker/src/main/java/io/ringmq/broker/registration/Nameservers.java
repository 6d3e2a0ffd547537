package io.ringmq.broker.registration;

import io.ringmq.remoting.protocol.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The nameservers this ring registers with. Thread-safe. */
public interface Nameservers {
    /** {@code host:port} of each. */
    List<String> addresses();

    /**
     * Sends a request over a connection that stays open: a nameserver forgets brokers whose connection closes.
     *
     * @return fails within the timeout
     */
    CompletableFuture<Command> invoke(String address, Command request, long timeoutMs);
}
