package io.ringmq.broker.ring;

import io.ringmq.broker.admin.AdminAccess;
import io.ringmq.broker.admin.AdminGuard;
import io.ringmq.broker.admin.ChangeMembersHandler;
import io.ringmq.broker.admin.MaintenanceHandler;
import io.ringmq.broker.admin.ReplicaStatusHandler;
import io.ringmq.broker.admin.TakeSnapshotHandler;
import io.ringmq.broker.admin.ToLeader;
import io.ringmq.broker.admin.TransferLeaderHandler;
import io.ringmq.broker.filter.FilterCompiler;
import io.ringmq.broker.group.CheckClientHandler;
import io.ringmq.broker.group.ConsumedByHandler;
import io.ringmq.broker.group.ConsumerConnectionHandler;
import io.ringmq.broker.group.ConsumerListHandler;
import io.ringmq.broker.group.HeartbeatHandler;
import io.ringmq.broker.group.UnregisterClientHandler;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.offset.QueryOffsetHandler;
import io.ringmq.broker.offset.QueueBoundsHandler;
import io.ringmq.broker.offset.UpdateOffsetHandler;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.pull.PullChecks;
import io.ringmq.broker.pull.PullHandler;
import io.ringmq.broker.pull.PullService;
import io.ringmq.broker.pull.ReplicaHint;
import io.ringmq.broker.relay.LeaderRelay;
import io.ringmq.broker.relay.SendRelay;
import io.ringmq.broker.retry.SendBackHandler;
import io.ringmq.broker.send.IncomingMessages;
import io.ringmq.broker.send.SendHandler;
import io.ringmq.broker.send.SendRouting;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.DeleteTopicHandler;
import io.ringmq.broker.topic.GroupConfigHandlers;
import io.ringmq.broker.topic.TopicListHandlers;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.broker.topic.UpdateTopicHandler;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.broker.verify.GetDigestHandler;
import io.ringmq.broker.verify.StartVerifyHandler;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.List;

/**
 * The table of the requests a ring serves; a code that is not here is not supported. Writes and answers from memory run
 * on the event loop, whatever reads the log or many index entries runs on a worker.
 */
final class RingHandlers {
    /** The requests of operators, which have to be signed. */
    private static final List<Integer> OPERATORS = List.of(
            RequestCode.GET_REPLICA_STATUS,
            RequestCode.TRANSFER_LEADER,
            RequestCode.CHANGE_MEMBERS,
            RequestCode.TAKE_SNAPSHOT,
            RequestCode.SET_MAINTENANCE,
            RequestCode.START_VERIFY,
            RequestCode.GET_DIGEST);

    /** Stock clients wait 5 s for the answer. */
    private static final long OFFSET_PATIENCE_MS = 3_000;
    /** Stock clients wait three seconds for the members of a group. */
    private static final long LIST_PATIENCE_MS = 2_000;
    /** mqadmin waits five seconds, and asks every replica to delete a topic. */
    private static final long CHANGE_PATIENCE_MS = 3_000;

    private final RaftGroup group;
    private final RingView view;
    private final RingSettings settings;
    private final RingRuntime runtime;
    private final RingServices services;
    private final TopicSource topics;
    private final Traffic traffic;
    private final FilterCompiler filters = new FilterCompiler();

    RingHandlers(RaftGroup group, RingView view, RingSettings settings, RingRuntime runtime, RingServices services) {
        this.group = group;
        this.view = view;
        this.settings = settings;
        this.runtime = runtime;
        this.services = services;
        this.topics = new TopicSource(view, settings.autoCreation());
        this.traffic = Traffic.startingNow(runtime.clock());
    }

    HandlerTable table() {
        HandlerTable.Builder table = HandlerTable.builder();
        messages(table);
        offsets(table);
        groups(table);
        topics(table);
        operators(table);
        new ClientHandlers(
                        settings.identity().ringName(),
                        view,
                        runtime,
                        services,
                        new ClientHandlers.Leading(leader(), topics))
                .addTo(table);
        new OrderlyHandlers(group, runtime, services, leader()).addTo(table);
        new TimerHandlers(view, settings, runtime, services, leader()).addTo(table);
        new PopHandlers(group, view, settings, runtime, services, traffic).addTo(table);
        LeaderRelay relay = new LeaderRelay(leader(), runtime.peers(), runtime.clock(), runtime.timer());
        table.onWorker(RequestCode.END_TRANSACTION, services.transactions().end(relay))
                .onWorker(
                        RequestCode.RESUME_CHECK_HALF_MESSAGE,
                        services.transactions().resume(relay));
        new ToolHandlers(group, view, settings, runtime, services, traffic).addTo(table);
        return table.build();
    }

    private void messages(HandlerTable.Builder table) {
        Proposals proposals = services.proposals();
        ReplyHandlers replies = new ReplyHandlers(view, settings, runtime, services.membership());
        replies.addTo(table);
        SequenceHandlers sequences = new SequenceHandlers(view, settings, runtime, services);
        sequences.addTo(table);
        RequestHandler send = replies.noticing(relaying(new SendHandler(
                proposals,
                new SendRouting(topics, view, runtime.random()),
                new IncomingMessages(
                        settings.identity().clusterName(), settings.send(), runtime.uniqueIds(), runtime.clock()),
                services.transactions().incoming(),
                traffic,
                sequences.forSends())));
        table.on(RequestCode.SEND_MESSAGE, send)
                .on(RequestCode.SEND_MESSAGE_V2, send)
                .on(RequestCode.SEND_BATCH_MESSAGE, send)
                .onWorker(
                        RequestCode.CONSUMER_SEND_MSG_BACK,
                        new SendBackHandler(
                                proposals, topics, services.stored(), services.records(), runtime.random()));
    }

    private RequestHandler relaying(SendHandler send) {
        return new SendRelay(send, leader(), runtime.peers(), new SendRelay.Time(runtime.clock(), runtime.timer()));
    }

    private AnnouncedLeader leader() {
        return new AnnouncedLeader(group, view, settings.identity().ringName());
    }

    private void offsets(HandlerTable.Builder table) {
        Proposals proposals = services.proposals();
        OffsetCommits commits = services.commits();
        RequestHandler pull = pull(commits);
        table.onWorker(RequestCode.PULL_MESSAGE, pull)
                .onWorker(RequestCode.LITE_PULL_MESSAGE, pull)
                .on(RequestCode.UPDATE_CONSUMER_OFFSET, update(commits))
                .on(RequestCode.QUERY_CONSUMER_OFFSET, new QueryOffsetHandler(proposals, view, group.log()))
                .on(RequestCode.GET_MAX_OFFSET, QueueBoundsHandler.max(proposals, view))
                .on(RequestCode.GET_MIN_OFFSET, QueueBoundsHandler.min(proposals, view))
                .on(RequestCode.GET_EARLIEST_MSG_STORETIME, QueueBoundsHandler.earliestStoreTime(proposals, view))
                .on(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, QueueBoundsHandler.searchByTimestamp(proposals, view));
    }

    /** What is answered waits for the leader's answer, the rest is passed on in its own time. */
    private RequestHandler update(OffsetCommits commits) {
        RequestHandler direct = new UpdateOffsetHandler(services.proposals(), view, commits);
        RequestHandler relaying = relay().relaying(direct, OFFSET_PATIENCE_MS);
        return (request, responder) -> (request.isOneway() ? direct : relaying).handle(request, responder);
    }

    private RequestHandler pull(OffsetCommits commits) {
        ReplicaHint hint = new ReplicaHint(group, settings.pull().farBehindBytes());
        PullService service = new PullService(
                services.proposals(),
                new PullService.Reading(view, services.stored(), settings.pull(), hint, traffic),
                services.polling(),
                new PullService.Waiting(settings.pull().maxHoldMs(), runtime.clock(), runtime.executor()));
        PullChecks checks = new PullChecks(view, topics, services.membership().consumers(), filters);
        return new PullHandler(checks, commits, service);
    }

    private RequestHandler memberList(RequestHandler own) {
        return MemberLists.startingNow(runtime.uptimeMs(), own, relay().relaying(own, LIST_PATIENCE_MS));
    }

    private LeaderRelay relay() {
        return new LeaderRelay(leader(), runtime.peers(), runtime.clock(), runtime.timer());
    }

    private void groups(HandlerTable.Builder table) {
        table.on(
                        RequestCode.HEART_BEAT,
                        StrictBodies.strict(
                                new HeartbeatHandler(services.membership(), services.proposals(), view, topics)))
                .on(RequestCode.UNREGISTER_CLIENT, new UnregisterClientHandler(services.membership()))
                .on(RequestCode.GET_CONSUMER_LIST_BY_GROUP, memberList(new ConsumerListHandler(services.membership())))
                .on(
                        RequestCode.GET_CONSUMER_CONNECTION_LIST,
                        memberList(new ConsumerConnectionHandler(services.membership())))
                .on(RequestCode.CHECK_CLIENT_CONFIG, StrictBodies.strict(new CheckClientHandler(filters)));
        GroupConfigHandlers configs = new GroupConfigHandlers(services.proposals(), view, services.topics());
        LeaderRelay relay = relay();
        table.on(
                        RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
                        relay.relaying(StrictBodies.strict(configs.update()), CHANGE_PATIENCE_MS))
                .on(RequestCode.DELETE_SUBSCRIPTIONGROUP, relay.relaying(configs.delete(), CHANGE_PATIENCE_MS))
                .on(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, configs.one())
                .onWorker(RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG, configs.all())
                .onWorker(RequestCode.QUERY_TOPIC_CONSUME_BY_WHO, new ConsumedByHandler(view, services.membership()));
    }

    private void topics(HandlerTable.Builder table) {
        TopicListHandlers lists = new TopicListHandlers(view, services.topics());
        LeaderRelay relay = relay();
        UpdateTopicHandler update = new UpdateTopicHandler(services.proposals(), view, services.routes());
        DeleteTopicHandler delete = new DeleteTopicHandler(services.proposals(), view, services.routes());
        table.on(RequestCode.UPDATE_AND_CREATE_TOPIC, relay.relaying(update, CHANGE_PATIENCE_MS))
                .on(RequestCode.DELETE_TOPIC_IN_BROKER, relay.relaying(delete, CHANGE_PATIENCE_MS))
                .on(RequestCode.GET_TOPIC_CONFIG, lists.one())
                .onWorker(RequestCode.GET_ALL_TOPIC_CONFIG, lists.all())
                .onWorker(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER, lists.system());
    }

    private void operators(HandlerTable.Builder table) {
        AdminAccess access = runtime.admin();
        if (access == null) {
            OPERATORS.forEach(code -> table.on(code, AdminGuard.closed()));
            return;
        }
        AdminGuard guard = new AdminGuard(access.key(), runtime.clock());
        RequestHandler status = new ReplicaStatusHandler(settings.identity(), group, access.node(), runtime.clock());
        ToLeader toLeader = new ToLeader(
                leader(),
                runtime.peers(),
                runtime.timer(),
                request -> access.key()
                        .sign(
                                request,
                                runtime.clock().millis(),
                                runtime.random().nextLong()));
        table.onWorker(RequestCode.GET_REPLICA_STATUS, guard.guarding(status))
                .on(RequestCode.TRANSFER_LEADER, guard.guarding(new TransferLeaderHandler(group, toLeader)))
                .onWorker(RequestCode.CHANGE_MEMBERS, guard.guarding(new ChangeMembersHandler(group, toLeader)))
                .on(RequestCode.TAKE_SNAPSHOT, guard.guarding(new TakeSnapshotHandler(group, runtime.clock())))
                .onWorker(RequestCode.SET_MAINTENANCE, guard.guarding(new MaintenanceHandler(access.node())))
                .on(RequestCode.START_VERIFY, guard.guarding(new StartVerifyHandler(services.proposals(), group.log())))
                .on(
                        RequestCode.GET_DIGEST,
                        guard.guarding(new GetDigestHandler(services.verification(), runtime.timer())));
    }
}
