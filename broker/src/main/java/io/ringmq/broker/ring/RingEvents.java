package io.ringmq.broker.ring;

import io.ringmq.broker.delay.DelayDelivery;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.registration.Registration;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import java.util.concurrent.Executor;

/** Tells the services of a ring what happened. Called on Raft's threads, so it only starts things. */
final class RingEvents {
    private final RaftGroup group;
    private final LongPolling polling;
    private final DelayDelivery delayed;
    private final Announcement announcement;
    private final Registration registration;
    private final Executor executor;

    RingEvents(
            RaftGroup group,
            LongPolling polling,
            DelayDelivery delayed,
            Announcement announcement,
            Registration registration,
            Executor executor) {
        this.group = group;
        this.polling = polling;
        this.delayed = delayed;
        this.announcement = announcement;
        this.registration = registration;
        this.executor = executor;
    }

    void messagesArrived(String topic, int queueId, long maxOffset) {
        polling.messagesArrived(topic, queueId, maxOffset);
        delayed.messagesArrived(topic, queueId);
    }

    void topicsChanged() {
        registration.topicsChanged();
    }

    void leaderStarted(long term) {
        registration.leading(term);
        executor.execute(() -> {
            registration.tellLeaderChange();
            announcement.announce(term);
            delayed.leaderStarted();
        });
    }

    /** A deposed leader keeps its place in the routes until there is another: clients need somebody to ask. */
    void leaderKnown(RaftPeer leader) {
        if (!leader.equals(group.self())) {
            registration.following();
            executor.execute(registration::tellLeaderChange);
        }
    }
}
