package io.ringmq.broker.reply;

import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.registration.Nameservers;
import io.ringmq.broker.relay.Peers;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The client ports of the cluster's other nodes, as the nameservers know them. Thread-safe. */
public final class ClusterNodes {
    /** How long an answer of the nameservers is good. */
    static final long FRESH_MS = 5_000;

    /** The most nodes that are told of one thing. */
    static final int MAX_NODES = 256;

    private static final long TIMEOUT_MS = 1_000;

    private final RingIdentity identity;
    private final Nameservers nameservers;
    private final Peers peers;
    private final Clock clock;
    private List<String> known = List.of();
    private long knownUntilMs = Long.MIN_VALUE;
    private @Nullable CompletableFuture<List<String>> underWay;

    public ClusterNodes(RingIdentity identity, Nameservers nameservers, Peers peers, Clock clock) {
        this.identity = identity;
        this.nameservers = nameservers;
        this.peers = peers;
        this.clock = clock;
    }

    Peers peers() {
        return peers;
    }

    /** {@code host:port} of each; what was known last if no nameserver answers. Never fails. */
    CompletableFuture<List<String>> others() {
        CompletableFuture<List<String>> asked;
        synchronized (this) {
            if (clock.millis() < knownUntilMs) {
                return CompletableFuture.completedFuture(known);
            }
            if (underWay != null) {
                return underWay;
            }
            asked = new CompletableFuture<>();
            underWay = asked;
        }
        ask(asked);
        return asked;
    }

    /** The first nameserver to answer is believed. */
    private void ask(CompletableFuture<List<String>> asked) {
        Command question = Command.request(RequestCode.GET_BROKER_CLUSTER_INFO, Map.of());
        CompletableFuture<?>[] answers = nameservers.addresses().stream()
                .map(address ->
                        nameservers.invoke(address, question, TIMEOUT_MS).thenAccept(answer -> learn(answer, asked)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(answers).whenComplete((done, failure) -> asked.complete(end()));
    }

    private void learn(Command answer, CompletableFuture<List<String>> asked) {
        if (answer.code() != ResponseCode.SUCCESS) {
            return;
        }
        List<String> others = ClusterInfo.decode(answer.body()).brokerAddrTable().values().stream()
                .filter(broker -> broker.cluster().equals(identity.clusterName()))
                .flatMap(broker -> broker.brokerAddrs().values().stream())
                .filter(address -> !address.equals(identity.clientAddress()))
                .distinct()
                .limit(MAX_NODES)
                .toList();
        synchronized (this) {
            known = others;
            knownUntilMs = clock.millis() + FRESH_MS;
        }
        asked.complete(end());
    }

    private synchronized List<String> end() {
        underWay = null;
        return known;
    }
}
