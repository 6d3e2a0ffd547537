package io.ringmq.broker.ring;

import io.ringmq.broker.admin.BrokerConfigHandlers;
import io.ringmq.broker.admin.BrokerStatsHandler;
import io.ringmq.broker.admin.NotHere;
import io.ringmq.broker.admin.RuntimeInfoHandler;
import io.ringmq.broker.admin.ViewMessageHandler;
import io.ringmq.broker.group.GroupTopicsHandlers;
import io.ringmq.broker.group.ProducerHandlers;
import io.ringmq.broker.lookup.ConsumeQueueHandler;
import io.ringmq.broker.lookup.QueryMessageHandler;
import io.ringmq.broker.offset.AllOffsetsHandlers;
import io.ringmq.broker.proposal.BrokerIds;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.BrokerConsumeStatsHandler;
import io.ringmq.broker.topic.ConsumeStatsHandler;
import io.ringmq.broker.topic.ConsumeTimeSpanHandler;
import io.ringmq.broker.topic.ListHandlers;
import io.ringmq.broker.topic.Progress;
import io.ringmq.broker.topic.TopicStatsHandler;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The part of a ring's table that mqadmin and the dashboard ask for and clients seldom do. */
final class ToolHandlers {
    private final RaftGroup group;
    private final RingView view;
    private final RingSettings settings;
    private final RingRuntime runtime;
    private final RingServices services;
    private final Traffic traffic;

    ToolHandlers(
            RaftGroup group,
            RingView view,
            RingSettings settings,
            RingRuntime runtime,
            RingServices services,
            Traffic traffic) {
        this.group = group;
        this.view = view;
        this.settings = settings;
        this.runtime = runtime;
        this.services = services;
        this.traffic = traffic;
    }

    void addTo(HandlerTable.Builder table) {
        messages(table);
        clients(table);
        progress(table);
        lists(table);
        broker(table);
        NotHere.addTo(table);
    }

    private void messages(HandlerTable.Builder table) {
        InetSocketAddress own = settings.identity().address();
        table.onWorker(
                        RequestCode.QUERY_MESSAGE,
                        new QueryMessageHandler(services.proposals(), group, view, services.stored(), own))
                .onWorker(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHandler(services.stored(), own))
                .onWorker(RequestCode.QUERY_CONSUME_QUEUE, new ConsumeQueueHandler(view, services.membership()));
    }

    private void clients(HandlerTable.Builder table) {
        ProducerHandlers producers = new ProducerHandlers(services.membership());
        GroupTopicsHandlers topics = new GroupTopicsHandlers(view, services.membership());
        table.onWorker(RequestCode.GET_PRODUCER_CONNECTION_LIST, producers.ofGroup())
                .onWorker(RequestCode.GET_ALL_PRODUCER_INFO, producers.all())
                .onWorker(RequestCode.QUERY_TOPICS_BY_CONSUMER, topics.topics())
                .onWorker(RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER, topics.subscription());
    }

    private void progress(HandlerTable.Builder table) {
        RingIdentity identity = settings.identity();
        Progress progress = new Progress(identity.ringName(), view, traffic);
        AllOffsetsHandlers offsets =
                new AllOffsetsHandlers(view, () -> services.topics().version());
        table.onWorker(RequestCode.GET_TOPIC_STATS_INFO, new TopicStatsHandler(identity.ringName(), view, traffic))
                .onWorker(RequestCode.GET_CONSUME_STATS, new ConsumeStatsHandler(progress))
                .onWorker(
                        RequestCode.GET_BROKER_CONSUME_STATS,
                        new BrokerConsumeStatsHandler(identity.clientAddress(), view, progress))
                .onWorker(
                        RequestCode.QUERY_CONSUME_TIME_SPAN,
                        new ConsumeTimeSpanHandler(view, progress, runtime.clock()))
                .onWorker(RequestCode.GET_ALL_CONSUMER_OFFSET, offsets.consumers())
                .onWorker(RequestCode.GET_ALL_DELAY_OFFSET, offsets.delays());
    }

    private void lists(HandlerTable.Builder table) {
        ListHandlers lists = new ListHandlers(services.proposals(), view, services.routes());
        table.on(RequestCode.UPDATE_AND_CREATE_TOPIC_LIST, lists.putTopics())
                .on(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST, lists.putGroups())
                .on(RequestCode.DELETE_TOPIC_IN_BROKER_LIST, lists.deleteTopics())
                .on(RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST, lists.deleteGroups());
    }

    private void broker(HandlerTable.Builder table) {
        BrokerConfigHandlers config = new BrokerConfigHandlers(this::settings);
        table.onWorker(
                        RequestCode.GET_BROKER_RUNTIME_INFO,
                        new RuntimeInfoHandler(group, traffic, services.polling(), runtime.gate(), runtime.clock()))
                .onWorker(RequestCode.VIEW_BROKER_STATS_DATA, new BrokerStatsHandler(traffic))
                .on(RequestCode.GET_BROKER_CONFIG, config.get())
                .on(RequestCode.UPDATE_BROKER_CONFIG, config.update());
    }

    private Map<String, String> settings() {
        RingIdentity identity = settings.identity();
        Map<String, String> values = new HashMap<>();
        values.put("brokerClusterName", identity.clusterName());
        values.put("brokerName", identity.ringName());
        values.put("brokerId", Long.toString(brokerId()));
        values.put("brokerIP1", identity.address().getHostString());
        values.put("listenPort", Integer.toString(identity.address().getPort()));
        values.put("brokerRole", group.isLeader() ? "leader" : "follower");
        values.put("nodeId", identity.nodeId());
        values.put(
                "autoCreateTopicEnable",
                Boolean.toString(settings.autoCreation().topics()));
        values.put(
                "autoCreateSubscriptionGroup",
                Boolean.toString(settings.autoCreation().groups()));
        values.put(
                "defaultTopicQueueNums",
                Integer.toString(settings.autoCreation().defaultQueues()));
        values.put("maxMessageSize", Integer.toString(settings.send().maxBodyBytes()));
        return values;
    }

    private long brokerId() {
        return group.isLeader() ? RingIdentity.LEADER_ID : BrokerIds.of(group.self());
    }
}
