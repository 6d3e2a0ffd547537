package io.ringmq.bench.cluster;

import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/** What a cluster says about itself over the wire. Thread-safe; every call blocks for three seconds at most. */
public final class ClusterView implements AutoCloseable {
    private static final long TIMEOUT_MS = 3_000;
    private static final long LEADER = 0L;

    private final String namesrvAddress;
    private final EventLoops loops = new EventLoops("cluster-view", 1);
    private final RemotingClient client = new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops);

    public ClusterView(String namesrvAddress) {
        this.namesrvAddress = namesrvAddress;
    }

    /** Addresses of a ring by broker id, 0 for the leader, as the nameserver has them; empty if it knows none. */
    public Map<Long, String> addresses(String ring) {
        return ask(namesrvAddress, Command.request(RequestCode.GET_BROKER_CLUSTER_INFO, Map.of()))
                .map(answer ->
                        ClusterInfo.decode(answer.body()).brokerAddrTable().get(ring))
                .map(BrokerData::brokerAddrs)
                .orElse(Map.of());
    }

    /** Address of a ring's leader as the nameserver has it. */
    public Optional<String> leader(String ring) {
        return Optional.ofNullable(addresses(ring).get(LEADER));
    }

    /** What a replica reports about itself; empty if it does not answer. */
    public Map<String, String> runtimeInfo(String address) {
        return ask(address, Command.request(RequestCode.GET_BROKER_RUNTIME_INFO, Map.of()))
                .map(answer -> KvTable.decode(answer.body()).table())
                .orElse(Map.of());
    }

    /** Creates a topic at a ring's leader; false if there was none that did it. */
    public boolean createTopic(String ring, CreateTopicHeader topic) {
        return leader(ring)
                .flatMap(address -> ask(address, Command.request(RequestCode.UPDATE_AND_CREATE_TOPIC, topic)))
                .isPresent();
    }

    /** Whether the nameserver has a route for the topic. */
    public boolean hasRoute(String topic) {
        return ask(namesrvAddress, Command.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", topic)))
                .isPresent();
    }

    /** The offset a group has committed, from the leader; empty if it has none or the leader does not answer. */
    public OptionalLong committedOffset(String ring, String group, String topic, int queue) {
        QueryConsumerOffsetHeader query = new QueryConsumerOffsetHeader(group, topic, queue, false);
        return leader(ring)
                .flatMap(address -> ask(address, Command.request(RequestCode.QUERY_CONSUMER_OFFSET, query)))
                .map(answer -> OptionalLong.of(Long.parseLong(answer.fields().get("offset"))))
                .orElse(OptionalLong.empty());
    }

    /** The answer to any request, whatever its code; empty if none came. */
    public Optional<Command> answer(String address, Command request) {
        try {
            return Optional.of(client.invoke(address, request, TIMEOUT_MS).get());
        } catch (ExecutionException e) {
            // No answer is an answer here: the process is not up, not any more, or not yet able to.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Command> ask(String address, Command request) {
        return answer(address, request).filter(answer -> answer.code() == ResponseCode.SUCCESS);
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
