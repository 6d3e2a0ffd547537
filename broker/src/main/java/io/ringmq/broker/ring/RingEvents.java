package io.ringmq.broker.ring;

import io.ringmq.broker.delay.DelayDelivery;
import io.ringmq.broker.lock.LockExpiry;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.registration.Registration;
import io.ringmq.broker.state.VerifyMark;
import io.ringmq.broker.timer.TimerDelivery;
import io.ringmq.broker.transaction.TransactionService;
import io.ringmq.broker.verify.Verification;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import java.util.concurrent.Executor;

/** Tells the services of a ring what happened. Called on Raft's threads, so it only starts things. */
final class RingEvents {
    private final RaftGroup group;
    private final Listening listening;
    private final Announcement announcement;
    private final Registration registration;
    private final Executor executor;

    RingEvents(
            RaftGroup group,
            Listening listening,
            Announcement announcement,
            Registration registration,
            Executor executor) {
        this.group = group;
        this.listening = listening;
        this.announcement = announcement;
        this.registration = registration;
        this.executor = executor;
    }

    /** Those who hear what was applied. */
    record Listening(
            LongPolling polling,
            DelayDelivery delayed,
            TimerDelivery timed,
            Verification verification,
            LockExpiry locks,
            Popping popping,
            TransactionService transactions) {}

    void messagesArrived(String topic, int queueId, long maxOffset) {
        listening.polling.messagesArrived(topic, queueId, maxOffset);
        listening.delayed.messagesArrived(topic, queueId);
        listening.popping.messagesArrived(topic, queueId);
    }

    void timersSet(long earliestDueMs) {
        listening.timed.timersSet(earliestDueMs);
    }

    void verifyMarked(VerifyMark mark, long index) {
        listening.verification.marked(mark, index);
    }

    void transactionsBegun(long firstCheckMs) {
        if (group.isLeader()) {
            listening.transactions.begun(firstCheckMs);
        }
    }

    void topicsChanged() {
        registration.topicsChanged();
    }

    void votersChanged() {
        executor.execute(registration::tellChange);
    }

    void leaderStarted(long term) {
        registration.leading(term);
        executor.execute(() -> {
            registration.tellChange();
            announcement.announce(term);
            listening.delayed.leaderStarted();
            listening.timed.leaderStarted();
            listening.locks.leaderStarted();
            listening.popping.leaderStarted();
            listening.transactions.leaderStarted();
        });
    }

    /** A deposed leader keeps its place in the routes until there is another: clients need somebody to ask. */
    void leaderKnown(RaftPeer leader) {
        if (!leader.equals(group.self())) {
            registration.following();
            listening.popping.following();
            executor.execute(registration::tellChange);
        }
    }
}
