package io.ringmq.broker.main;

import io.ringmq.broker.registration.Nameservers;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.transport.RemotingClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The configured nameservers, each over one connection that is kept. */
record RemotingNameservers(List<String> addresses, RemotingClient client) implements Nameservers {
    @Override
    public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
        return client.invoke(address, request, timeoutMs);
    }
}
