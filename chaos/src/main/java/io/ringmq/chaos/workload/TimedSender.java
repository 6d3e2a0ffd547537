package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sends messages that are to be delivered later, and recalls some of them, each in a single attempt, so that it knows
 * which are to come and when.
 */
final class TimedSender implements Runnable {
    private static final int MIN_DELAY_MS = 100;
    private static final int MAX_DELAY_MS = 3_000;
    /** Sends that nobody knows the outcome of have become messages by then, if they ever do. */
    static final Duration ALL_DELIVERED_AFTER = Duration.ofMillis(MAX_DELAY_MS + 1_000);

    private static final int RECALL_EVERY = 4;
    private static final Wire.Outcome NOT_RECALLED = Wire.Outcome.failed(Wire.Ending.REFUSED, "", null);
    /** Leaders count whole milliseconds of a clock that may be slewed; that of the history is not. */
    private static final Duration TOLERANCE = Duration.ofMillis(10);

    private final Setting setting;
    private final Wire wire;
    private final RandomGenerator random;
    private final Duration between;
    private final SingleAttempts attempts;

    TimedSender(String name, Setting setting, Wire wire, RandomGenerator random, Duration between) {
        this.setting = setting;
        this.wire = wire;
        this.random = random;
        this.between = between;
        this.attempts = new SingleAttempts(name, setting, random);
    }

    @Override
    public void run() {
        attempts.begin().ifPresent(this::send);
    }

    private void send(SingleAttempts.Attempt attempt) {
        Duration delay = Duration.ofMillis(random.nextInt(MIN_DELAY_MS, MAX_DELAY_MS));
        boolean recall = random.nextInt(RECALL_EVERY) == 0;
        String properties =
                MessageProperties.encode(Map.of(PropertyNames.TIMER_DELAY_MS, Long.toString(delay.toMillis())));
        Wire.Outcome sent =
                wire.send(attempt.leader(), attempt.queue(), attempt.payload(), properties, random.nextBoolean());
        if (sent.ending() != Wire.Ending.STORED) {
            attempts.failed(attempt, sent);
            return;
        }
        long dueNs = attempt.invokedNs() + delay.minus(TOLERANCE).toNanos();
        Wire.Outcome recalled = recall ? wire.recall(attempt.leader(), attempt.queue(), sent.handle()) : NOT_RECALLED;
        setting.history().accept(fate(attempt.payload().id(), recalled, dueNs));
        setting.await().pause(between);
    }

    private Entry fate(String id, Wire.Outcome recalled, long dueNs) {
        long nowNs = setting.nowNs();
        return switch (recalled.ending()) {
            case STORED -> new Entry.Refused(nowNs, id, "recalled");
            case REFUSED -> new Entry.Settled(nowNs, id, dueNs);
            case UNKNOWN -> new Entry.Unknown(nowNs, id, "recalled or not: " + recalled.reason());
        };
    }
}
