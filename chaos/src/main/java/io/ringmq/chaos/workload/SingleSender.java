package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Sends message after message, each in a single attempt to the replica that it takes for the leader. So it knows what
 * was refused, and a message of its that is there twice is a fault of the ring.
 */
final class SingleSender implements Runnable {
    private final Setting setting;
    private final Wire wire;
    private final RandomGenerator random;
    private final Duration between;
    private final SingleAttempts attempts;

    SingleSender(String name, Setting setting, Wire wire, RandomGenerator random, Duration between) {
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
        MessageQueue queue = attempt.queue();
        Wire.Outcome outcome = wire.send(attempt.leader(), queue, attempt.payload(), "", random.nextBoolean());
        if (outcome.ending() != Wire.Ending.STORED) {
            attempts.failed(attempt, outcome);
            return;
        }
        MessageQueue stored = new MessageQueue(queue.topic(), queue.brokerName(), outcome.queueId());
        setting.history()
                .accept(new Entry.Acknowledged(
                        setting.nowNs(), attempt.payload().id(), new Place(Setting.name(stored), outcome.offset())));
        setting.await().pause(between);
    }
}
