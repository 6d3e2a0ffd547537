package io.ringmq.raft.watch;

import io.ringmq.raft.watch.LeaderWatch.Limits;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node should lead while another can. It should not while its disk stalls, for a while afterwards, and as
 * long as its owner says so, or anybody withholds it.
 *
 * <p>A node that is not fit stands for election all the same when the group has had no leader for so long that no fit
 * one seems able to win: it may be the only one that has everything that was committed.
 *
 * <p>One thread looks, any thread asks.
 */
public final class Fitness {
    /** A disk that has stalled once is likely to do so again. */
    private static final long REST_MS = 60_000;

    /** A fit node wins within two or three election timeouts. */
    private static final int RELUCTANT_TIMEOUTS = 10;

    /** An owner's reason that comes and goes is no reason to change leaders. */
    private static final int PATIENT_LOOKS = 4;

    private final Limits limits;
    private final long reluctanceMs;
    private final Supplier<@Nullable String> ownersReason;
    private long restUntilMs = Long.MIN_VALUE;
    private long leaderlessSinceMs = -1;
    private long unfitSinceMs = -1;
    private long advisedMs = Long.MIN_VALUE / 2;
    private final Set<String> withheld = new ConcurrentSkipListSet<>();
    private volatile @Nullable String reason;
    private volatile boolean impatient;

    /**
     * @param ownersReason why the owner would rather not have this node lead, or null; asked at every look
     * @param electionTimeoutMs of the group
     */
    public Fitness(Limits limits, int electionTimeoutMs, Supplier<@Nullable String> ownersReason) {
        this.limits = limits;
        this.ownersReason = ownersReason;
        reluctanceMs = (long) RELUCTANT_TIMEOUTS * electionTimeoutMs;
    }

    /**
     * Looks.
     *
     * @param nowMs by a clock that only moves forward
     * @param writeMs how long the write to the log that is under way has taken, 0 if there is none
     * @param leaderKnown whether the group has a leader, as far as this node knows
     */
    public void look(long nowMs, long writeMs, boolean leaderKnown) {
        reason = reason(nowMs, writeMs);
        unfitSinceMs = since(unfitSinceMs, reason() != null, nowMs);
        leaderlessSinceMs = since(leaderlessSinceMs, !leaderKnown, nowMs);
        impatient = leaderlessSinceMs >= 0 && nowMs - leaderlessSinceMs >= reluctanceMs;
    }

    private static long since(long sinceMs, boolean holds, long nowMs) {
        if (!holds) {
            return -1;
        }
        return sinceMs < 0 ? nowMs : sinceMs;
    }

    private @Nullable String reason(long nowMs, long writeMs) {
        if (writeMs >= limits.handOverAfterMs()) {
            return "a write to its log has been under way for " + writeMs + " ms";
        }
        return nowMs < restUntilMs ? "it could not make progress a moment ago" : ownersReason.get();
    }

    /** It was seen not to make progress: not fit for a minute. */
    public void stalled(long nowMs) {
        restUntilMs = nowMs + REST_MS;
    }

    /** Whether, if this node leads, it should look for a successor now; true again from time to time. */
    public boolean handOverDue(long nowMs) {
        boolean due = unfitSinceMs >= 0
                && nowMs - unfitSinceMs >= PATIENT_LOOKS * limits.everyMs()
                && nowMs - advisedMs >= limits.handOverAfterMs();
        if (due) {
            advisedMs = nowMs;
        }
        return due;
    }

    /** Not fit from now on, for this reason beside others; returns whether the reason is new. */
    public boolean withhold(String withReason) {
        return withheld.add(withReason);
    }

    /** Takes back what {@link #withhold} gave; returns whether there was such a reason. */
    public boolean resume(String withReason) {
        return withheld.remove(withReason);
    }

    /** Why another node should lead; null if this one may. */
    public @Nullable String reason() {
        Set<String> all = reasons();
        return all.isEmpty() ? null : String.join(", ", all);
    }

    /** Each reason why another node should lead; empty if this one may. */
    public Set<String> reasons() {
        Set<String> all = new TreeSet<>(withheld);
        String seen = reason;
        if (seen != null) {
            all.add(seen);
        }
        return all;
    }

    /** Whether it should stand for election when the leader is silent. */
    public boolean stands() {
        return impatient || reasons().isEmpty();
    }
}
