package io.ringmq.bench.failover;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a trial showed.
 *
 * @param gapMs longest time without any acknowledgement from the kill on
 * @param rewinds committed offsets of the consumer group that went back, in words
 * @param failureReasons why sends failed, and how often
 */
public record TrialResult(
        TrialPlan plan,
        Verdict verdict,
        long gapMs,
        long failedSends,
        List<String> rewinds,
        Map<String, AtomicInteger> failureReasons) {
    /** Whether nothing was lost and no offset went back. */
    public boolean passed() {
        return verdict.lost() == 0 && verdict.acked() > 0 && rewinds.isEmpty();
    }
}
