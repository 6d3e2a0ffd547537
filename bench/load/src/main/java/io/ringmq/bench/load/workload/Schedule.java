package io.ringmq.bench.load.workload;

/**
 * What an open loop sends when.
 *
 * @param perSecond messages a second
 * @param queues queues of the topic, all of which the consumers must serve
 */
public record Schedule(int perSecond, Phases phases, int queues) {
    private static final long SECOND_NS = 1_000_000_000;

    public Schedule {
        if (perSecond < 1) {
            throw new IllegalArgumentException("--rate must be 1 or more but is " + perSecond);
        }
    }

    /** When a message is to be sent, from the start on; the first is number 0. */
    long atNs(long message) {
        return message * SECOND_NS / perSecond;
    }

    long warmupMessages() {
        return perSecond * phases.warmup().toMillis() / 1_000;
    }

    long measuredMessages() {
        return perSecond * phases.measured().toMillis() / 1_000;
    }
}
