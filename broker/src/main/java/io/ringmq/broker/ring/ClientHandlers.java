package io.ringmq.broker.ring;

import io.ringmq.broker.client.ConsumeDirectlyHandler;
import io.ringmq.broker.client.ConsumerStatusHandler;
import io.ringmq.broker.client.RunningInfoHandler;
import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.progress.CloneOffsetsHandler;
import io.ringmq.broker.progress.CorrectionOffsetHandler;
import io.ringmq.broker.progress.ResetOffsetHandler;
import io.ringmq.broker.relay.LeaderRelay;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RequestHandler;

/** What operators ask of consumers and do to the progress of their groups, whichever replica they ask. */
final class ClientHandlers {
    /** mqadmin waits five seconds. */
    private static final long PATIENCE_MS = 3_000;

    /** A client may take this long for its answer. */
    private static final long ASKING_PATIENCE_MS = 10_000;

    private final RequestHandler reset;
    private final RequestHandler copy;
    private final RequestHandler correction;
    private final RequestHandler status;
    private final RequestHandler runningInfo;
    private final RequestHandler consumeDirectly;

    ClientHandlers(String ringName, RingView view, RingRuntime runtime, RingServices services, Leading leading) {
        LeaderRelay relay = new LeaderRelay(leading.leader, runtime.peers(), runtime.clock(), runtime.timer());
        ConsumerGroups groups = services.membership().consumers();
        ResetOffsetHandler.Waiting waiting = new ResetOffsetHandler.Waiting(services.commits(), services.polling());
        reset = relay.relaying(
                new ResetOffsetHandler(ringName, services.proposals(), view, leading.topics, waiting), PATIENCE_MS);
        copy = relay.relaying(
                new CloneOffsetsHandler(services.proposals(), view, services.commits(), groups), PATIENCE_MS);
        correction = new CorrectionOffsetHandler(view);
        status = asking(new ConsumerStatusHandler(groups), relay, runtime);
        runningInfo = asking(new RunningInfoHandler(groups), relay, runtime);
        consumeDirectly = asking(new ConsumeDirectlyHandler(ringName, services.stored(), groups), relay, runtime);
    }

    private static RequestHandler asking(RequestHandler own, LeaderRelay relay, RingRuntime runtime) {
        return MemberLists.startingNow(runtime.uptimeMs(), own, relay.relaying(own, ASKING_PATIENCE_MS));
    }

    /** Who leads, and what topics and groups there are or may be. */
    record Leading(RingLeader leader, TopicSource topics) {}

    void addTo(HandlerTable.Builder table) {
        table.onWorker(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, reset)
                .onWorker(RequestCode.CLONE_GROUP_OFFSET, copy)
                .onWorker(RequestCode.QUERY_CORRECTION_OFFSET, correction)
                .on(RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS, status)
                .on(RequestCode.GET_CONSUMER_RUNNING_INFO, runningInfo)
                .onWorker(RequestCode.CONSUME_MESSAGE_DIRECTLY, consumeDirectly);
    }
}
