package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Messages that are sent once each, to the replica that a client takes for the leader. For one thread. */
final class SingleAttempts {
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final String name;
    private final Setting setting;
    private final RandomGenerator random;
    private final Addresses addresses;
    private long sequence;

    /** A message that the history knows to be on its way from then on. */
    record Attempt(MessageQueue queue, String leader, Payload payload, long invokedNs) {}

    SingleAttempts(String name, Setting setting, RandomGenerator random) {
        this.name = name;
        this.setting = setting;
        this.random = random;
        this.addresses = new Addresses(setting.view(), random);
    }

    /** Begins a message for any queue; after a pause empty, if no leader is known. */
    Optional<Attempt> begin() {
        MessageQueue queue =
                setting.queues().get(random.nextInt(setting.queues().size()));
        Optional<String> leader = addresses.leader(queue.brokerName());
        if (leader.isEmpty()) {
            setting.await().pause(AFTER_FAILURE);
            return Optional.empty();
        }
        Payload payload = Payload.of(name + "-" + sequence++, random);
        long nowNs = setting.nowNs();
        setting.history().accept(new Entry.Invoked(nowNs, payload.id(), payload.crc(), true));
        return Optional.of(new Attempt(queue, leader.get(), payload, nowNs));
    }

    /** Takes note of an attempt that was not acknowledged, and pauses. */
    void failed(Attempt attempt, Wire.Outcome outcome) {
        String id = attempt.payload().id();
        setting.history()
                .accept(
                        outcome.ending() == Wire.Ending.REFUSED
                                ? new Entry.Refused(setting.nowNs(), id, outcome.reason())
                                : new Entry.Unknown(setting.nowNs(), id, outcome.reason()));
        addresses.doubt(attempt.queue().brokerName(), outcome.leader());
        setting.await().pause(AFTER_FAILURE);
    }
}
