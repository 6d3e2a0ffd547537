package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import java.util.List;

/**
 * Checks a history against everything that {@link Anomaly.Kind} lists. Every check takes time that grows with the
 * history as n log n at most.
 */
public final class Checker {
    private Checker() {}

    /**
     * What is wrong with a history of finished sends and compared replicas.
     *
     * @throws IllegalArgumentException if it is no history: an outcome without a send, or two sends of one id
     */
    public static Report check(List<Entry> history) {
        Run run = new Run(history);
        Findings findings = new Findings();
        Messages.check(run, findings);
        Queues.check(run, findings);
        RealTimeOrder.check(run, findings);
        Readers.check(run, findings);
        Replicas.check(run, findings);
        return new Report(counts(run, history), findings.counts(), findings.examples());
    }

    private static Report.Counts counts(Run run, List<Entry> history) {
        return new Report.Counts(
                run.sends().size(),
                run.sends().stream().filter(Send::isAcknowledged).count(),
                run.sends().stream().filter(Send::isSettled).count(),
                run.sends().stream().filter(Send::isRefused).count(),
                history.stream().filter(Entry.Unknown.class::isInstance).count(),
                run.reads().size() + run.deliveries().size(),
                Messages.copies(run),
                run.replicas().size());
    }
}
