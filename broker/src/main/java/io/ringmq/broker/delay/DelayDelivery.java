package io.ringmq.broker.delay;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.time.Timer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

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
    private final List<LevelDelivery> levels = new ArrayList<>();

    /**
     * What time takes.
     *
     * @param executor runs reads of the log; must not reject
     */
    public record Time(Clock clock, Timer timer, Executor executor) {}

    /** @param levelCount number of delay levels */
    public DelayDelivery(
            Proposals proposals,
            RingView view,
            StoredMessages stored,
            MessageRecords records,
            Time time,
            int levelCount) {
        this.proposals = proposals;
        for (int level = 1; level <= levelCount; level++) {
            DueMessages due = new DueMessages(view, stored, records, level - 1);
            levels.add(new LevelDelivery(proposals, due, time));
        }
    }

    /** This node leads: every level looks at its queue. */
    public void leaderStarted() {
        levels.forEach(LevelDelivery::wake);
    }

    /** Messages arrived in a queue, of whatever topic. */
    public void messagesArrived(String topic, int queueId) {
        if (topic.equals(SystemTopics.SCHEDULE) && queueId < levels.size() && proposals.isLeader()) {
            levels.get(queueId).wake();
        }
    }
}
