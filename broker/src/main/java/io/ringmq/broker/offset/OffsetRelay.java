package io.ringmq.broker.offset;

import io.ringmq.broker.relay.Peers;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes offsets on that reach a node which does not lead: stock consumers whose route is older than a change of leader
 * commit there, oneway, for up to 30 s, and so do those whose route shows no leader. Thread-safe.
 *
 * <p>Of several offsets of a queue the last one counts. Each is tried {@value #ATTEMPTS} times, an interval apart, then
 * dropped and counted. The leader only lets such an offset move progress forward ({@link OffsetCommits#advance}), so
 * one that is late, or sent twice, does no harm.
 */
public final class OffsetRelay {
    static final int ATTEMPTS = 30;

    private static final long TIMEOUT_MS = 3_000;

    private final RingLeader leader;
    private final Peers peers;
    private final Timer timer;
    private final OffsetCommits.Bounds bounds;
    private final AtomicLong dropped = new AtomicLong();

    private Map<OffsetCommits.Target, Waiting> pending = new LinkedHashMap<>();
    private int underWay;
    private boolean flushScheduled;

    /** @param bounds how many offsets may wait or be under way, and for how long they are gathered */
    public OffsetRelay(RingLeader leader, Peers peers, Timer timer, OffsetCommits.Bounds bounds) {
        this.leader = leader;
        this.peers = peers;
        this.timer = timer;
        this.bounds = bounds;
    }

    /** An offset on its way to a leader. */
    private record Waiting(OffsetCommit commit, int attemptsLeft) {}

    /** Takes an offset to pass on; drops it at the bound. */
    void add(OffsetCommit commit) {
        if (!keep(commit)) {
            dropped.incrementAndGet();
        }
    }

    private synchronized boolean keep(OffsetCommit commit) {
        OffsetCommits.Target target = OffsetCommits.Target.of(commit);
        if (pending.size() + underWay >= bounds.maxPending() && !pending.containsKey(target)) {
            return false;
        }
        pending.put(target, new Waiting(commit, ATTEMPTS));
        scheduleFlush();
        return true;
    }

    /** Offsets dropped so far, because of the bound or because no leader took them. */
    long dropped() {
        return dropped.get();
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            timer.after(bounds.intervalMs(), this::flush);
        }
    }

    private void flush() {
        Map<OffsetCommits.Target, Waiting> taken = take();
        String address = leader.address();
        taken.values().forEach(waiting -> {
            if (address == null) {
                settle(waiting, null);
            } else {
                peers.invoke(address, request(waiting.commit), TIMEOUT_MS)
                        .whenComplete((answer, failure) -> settle(waiting, answer));
            }
        });
    }

    private synchronized Map<OffsetCommits.Target, Waiting> take() {
        Map<OffsetCommits.Target, Waiting> taken = pending;
        pending = new LinkedHashMap<>();
        underWay += taken.size();
        flushScheduled = false;
        return taken;
    }

    private synchronized void settle(Waiting waiting, @Nullable Command answer) {
        underWay--;
        boolean taken = answer != null
                && answer.code() != ResponseCode.SERVICE_NOT_AVAILABLE
                && answer.code() != ResponseCode.SYSTEM_BUSY;
        if (taken) {
            return;
        }
        if (waiting.attemptsLeft <= 1) {
            dropped.incrementAndGet();
            return;
        }
        pending.putIfAbsent(
                OffsetCommits.Target.of(waiting.commit), new Waiting(waiting.commit, waiting.attemptsLeft - 1));
        scheduleFlush();
    }

    private static Command request(OffsetCommit commit) {
        return LeaderFields.redirectable(LeaderFields.relayed(Command.request(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetHeader(commit.group(), commit.topic(), commit.queueId(), commit.offset()))));
    }
}
