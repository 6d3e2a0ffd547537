package io.ringmq.broker.pull;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.state.OffsetView;
import io.ringmq.broker.state.Records;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells consumers that an operator has reset the offset of their group. A reset is pending until one of them pulls at the
 * new offset, which the leader then commits on its behalf, or commits it itself. A consumer is told once over a
 * connection: one that does not care, because it keeps its offsets elsewhere, goes on where it wants to. Thread-safe.
 */
final class OffsetResets {
    /** Nothing to tell. */
    static final long NONE = -1;

    private final Proposals proposals;
    private final OffsetView offsets;
    private final Map<Target, Told> told = new ConcurrentHashMap<>();

    private record Target(String group, String topic, int queueId) {
        static Target of(PullRequest pull) {
            return new Target(
                    pull.header().consumerGroup(),
                    pull.header().topic(),
                    pull.header().queueId());
        }
    }

    /** Who was told last: there is one for each reset that was pulled for and not yet pulled behind. */
    private record Told(long offset, String connectionId) {}

    OffsetResets(Proposals proposals, OffsetView offsets) {
        this.proposals = proposals;
        this.offsets = offsets;
    }

    /** The offset that the consumer is to be sent to, or {@link #NONE}. */
    long redirection(PullRequest pull, long fromOffset) {
        OffsetCommit reset = pending(pull);
        if (reset == null) {
            if (!told.isEmpty()) {
                told.remove(Target.of(pull));
            }
            return NONE;
        }
        Told now = new Told(reset.offset(), pull.responder().connection().id());
        Told before = told.put(Target.of(pull), now);
        return reset.offset() == fromOffset || now.equals(before) ? NONE : reset.offset();
    }

    /** Whether the reset has to be ended before the pull is served. */
    boolean endsWith(PullRequest pull) {
        return proposals.isLeader() && pending(pull) != null;
    }

    /**
     * Ends the reset, or answers the pull if that cannot be done now.
     *
     * @param then runs when what the consumer commits from now on counts
     */
    void end(PullRequest pull, Runnable then) {
        OffsetCommit reset = pending(pull);
        if (reset == null) {
            then.run();
            return;
        }
        proposals.propose(List.of(Records.commitOffsets(List.of(reset))), new ProposalCallback() {
            @Override
            public void applied(List<@Nullable Object> results) {
                then.run();
            }

            @Override
            public void rejected(ProposalException cause) {
                // On this code a client waits for some seconds.
                pull.responder()
                        .reply(pull.request()
                                .reply(
                                        ResponseCode.SYSTEM_BUSY,
                                        "the reset of this group's offset cannot be ended now: " + cause.getMessage()));
            }

            @Override
            public void unknown(ProposalException cause) {
                rejected(cause);
            }
        });
    }

    private @Nullable OffsetCommit pending(PullRequest pull) {
        String group = pull.header().consumerGroup();
        String topic = pull.header().topic();
        long offset = offsets.pendingReset(group, topic, pull.header().queueId());
        return offset < 0 ? null : new OffsetCommit(group, topic, pull.header().queueId(), offset);
    }
}
