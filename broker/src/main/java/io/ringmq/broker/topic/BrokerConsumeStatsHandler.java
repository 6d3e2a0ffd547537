package io.ringmq.broker.topic;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.remoting.body.ConsumeStatsBody;
import io.ringmq.remoting.body.ConsumeStatsListBody;
import io.ringmq.remoting.header.GetBrokerConsumeStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * GET_BROKER_CONSUME_STATS (317): how far all groups are, topic by topic. Groups are those that are configured, of one kind:
 * consuming in order or not.
 */
public final class BrokerConsumeStatsHandler implements RequestHandler {
    private final String brokerAddress;
    private final CatalogView catalog;
    private final Progress progress;

    /** @param brokerAddress host and port for clients */
    public BrokerConsumeStatsHandler(String brokerAddress, CatalogView catalog, Progress progress) {
        this.brokerAddress = brokerAddress;
        this.catalog = catalog;
        this.progress = progress;
    }

    @Override
    public void handle(Command request, Responder responder) {
        boolean orderly = GetBrokerConsumeStatsHeader.parse(request).orderly();
        Map<String, List<ConsumeStatsBody>> groups = new TreeMap<>();
        for (GroupConfig group : catalog.groups()) {
            if (group.orderly() == orderly) {
                addGroup(group.name(), groups);
            }
        }
        long behind = groups.values().stream()
                .flatMap(List::stream)
                .flatMap(stats -> stats.queues().values().stream())
                .mapToLong(queue -> queue.brokerOffset() - queue.consumerOffset())
                .sum();
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withBody(new ConsumeStatsListBody(brokerAddress, groups, behind, 0).encode()));
    }

    private void addGroup(String group, Map<String, List<ConsumeStatsBody>> groups) {
        List<ConsumeStatsBody> byTopic = new ArrayList<>();
        for (String topic : progress.topics(group)) {
            if (progress.queues(topic) > 0) {
                byTopic.add(progress.of(group, List.of(topic)));
            }
        }
        if (!byTopic.isEmpty()) {
            groups.put(group, byTopic);
        }
    }
}
