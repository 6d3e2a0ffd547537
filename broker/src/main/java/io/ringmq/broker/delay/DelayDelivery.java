package io.ringmq.broker.delay;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.SystemTopics;
import java.util.ArrayList;
import java.util.List;

/**
 * Delivers delayed messages when they are due, on the leader. One queue of the schedule topic holds the messages of one
 * level, and as they all wait equally long, in the order they become due: the head of the queue tells when to look next.
 *
 * <p>Progress is a committed offset like that of any group. It moves in the same log entry as the messages it stands
 * for, on the condition that it is still where this node read it, so a change of leaders delivers nothing twice and
 * loses nothing. Idle levels cost nothing: a level sleeps until its next message is due or the first one arrives.
 */
public final class DelayDelivery {
    private final Proposals proposals;
    private final List<DueMessages> queues = new ArrayList<>();
    private final List<DueWork> levels = new ArrayList<>();

    /** @param levelCount number of delay levels */
    public DelayDelivery(
            Proposals proposals,
            RingView view,
            StoredMessages stored,
            MessageRecords records,
            DueWork.Time time,
            int levelCount) {
        this.proposals = proposals;
        for (int queueId = 0; queueId < levelCount; queueId++) {
            DueMessages due = new DueMessages(view, stored, records, queueId);
            queues.add(due);
            levels.add(new DueWork("messages of " + due, proposals, due, time));
        }
    }

    /** This node leads: every level looks at its queue. */
    public void leaderStarted() {
        levels.forEach(DueWork::leaderStarted);
    }

    /** Messages arrived in a queue, of whatever topic. */
    public void messagesArrived(String topic, int queueId) {
        if (topic.equals(SystemTopics.SCHEDULE) && queueId < levels.size() && proposals.isLeader()) {
            levels.get(queueId).laterWaits();
        }
    }

    /**
     * The physical offset from which on messages wait in the log to be delivered, as far as this replica knows;
     * {@link Long#MAX_VALUE} if none waits. It may lag behind the leader's, and is the smaller then.
     */
    public long waitingFrom() {
        return queues.stream().mapToLong(DueMessages::waitingFrom).min().orElse(Long.MAX_VALUE);
    }
}
