package io.ringmq.raft.watch;

/**
 * Decides whether a node that leads should go on leading. Raft itself asks only whether followers answer heartbeats; a
 * leader whose disk hangs, or whose replication has died inside, passes that test and commits nothing.
 *
 * <p>Looks are some fraction of a second apart. Not thread-safe.
 */
public final class LeaderWatch {
    /** A gap between two looks that is longer means that the whole process stood still, which proves nothing. */
    private static final int PAUSE_LOOKS = 4;

    private final Limits limits;
    private long lookedMs = -1;
    private long term;
    private long committedIndex;
    private long appliedIndex;
    private long progressMs;
    private long advisedMs;

    public LeaderWatch(Limits limits) {
        this.limits = limits;
    }

    /**
     * How patient the watch is.
     *
     * @param everyMs between two looks
     * @param handOverAfterMs without progress, or in one write to the log, after which another node should lead
     * @param stopAfterMs without progress after which the node should stop, because nobody took over
     */
    public record Limits(long everyMs, long handOverAfterMs, long stopAfterMs) {
        public Limits {
            if (everyMs < 1 || handOverAfterMs < everyMs || stopAfterMs < handOverAfterMs) {
                throw new IllegalArgumentException(
                        "a look every " + everyMs + " ms, handing over after " + handOverAfterMs
                                + " ms, stopping after " + stopAfterMs + " ms: each must be at least the one before");
            }
        }

        /** Twice a second; five seconds, and half a minute. */
        public static Limits defaults() {
            return new Limits(500, 5_000, 30_000);
        }
    }

    /**
     * What there is to see at one moment.
     *
     * @param nowMs by a clock that only moves forward
     * @param leadingTerm the term this node leads in, 0 if it does not
     * @param pendingBytes proposed and not answered
     * @param writeMs how long the write to the log that is under way has taken, 0 if there is none
     */
    public record Sight(
            long nowMs, long leadingTerm, long pendingBytes, long committedIndex, long appliedIndex, long writeMs) {}

    /** What should be done. */
    public enum Advice {
        GO_ON,
        /** Another node should lead. Given again from time to time while nothing changes. */
        HAND_OVER,
        /** This process should end and start again. */
        STOP
    }

    /** Looks, and advises. */
    public Advice look(Sight sight) {
        forgivePause(sight.nowMs);
        if (isProgress(sight)) {
            term = sight.leadingTerm;
            committedIndex = sight.committedIndex;
            appliedIndex = sight.appliedIndex;
            progressMs = sight.nowMs;
        }
        if (sight.leadingTerm == 0) {
            return Advice.GO_ON;
        }
        long stuckMs = sight.nowMs - progressMs;
        if (stuckMs >= limits.stopAfterMs) {
            return Advice.STOP;
        }
        boolean stuck = stuckMs >= limits.handOverAfterMs || sight.writeMs >= limits.handOverAfterMs;
        if (!stuck || sight.nowMs - advisedMs < limits.handOverAfterMs) {
            return Advice.GO_ON;
        }
        advisedMs = sight.nowMs;
        return Advice.HAND_OVER;
    }

    private boolean isProgress(Sight sight) {
        return sight.leadingTerm != term
                || sight.pendingBytes == 0
                || sight.committedIndex != committedIndex
                || sight.appliedIndex != appliedIndex;
    }

    private void forgivePause(long nowMs) {
        long gapMs = lookedMs < 0 ? 0 : nowMs - lookedMs;
        if (gapMs > PAUSE_LOOKS * limits.everyMs) {
            progressMs += gapMs;
        }
        if (lookedMs < 0) {
            advisedMs = nowMs - limits.handOverAfterMs;
        }
        lookedMs = nowMs;
    }
}
