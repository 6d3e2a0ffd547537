package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sends message after message, each in a single attempt to the replica that it takes for the leader. So it knows what
 * was refused, and a message of its that is there twice is a fault of the ring.
 */
final class SingleSender implements Runnable {
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final String name;
    private final Setting setting;
    private final Wire wire;
    private final RandomGenerator random;
    private final Duration between;
    private final Addresses addresses;
    private long sequence;

    SingleSender(String name, Setting setting, Wire wire, RandomGenerator random, Duration between) {
        this.name = name;
        this.setting = setting;
        this.wire = wire;
        this.random = random;
        this.between = between;
        this.addresses = new Addresses(setting.view(), random);
    }

    @Override
    public void run() {
        MessageQueue queue =
                setting.queues().get(random.nextInt(setting.queues().size()));
        Optional<String> leader = addresses.leader(queue.brokerName());
        if (leader.isEmpty()) {
            setting.await().pause(AFTER_FAILURE);
            return;
        }
        Payload payload = Payload.of(name + "-" + sequence++, random);
        setting.history().accept(new Entry.Invoked(setting.nowNs(), payload.id(), payload.crc(), true));
        Wire.Outcome outcome = wire.send(leader.get(), queue, payload, "", random.nextBoolean());
        long nowNs = setting.nowNs();
        switch (outcome.ending()) {
            case STORED -> {
                MessageQueue stored = new MessageQueue(queue.topic(), queue.brokerName(), outcome.queueId());
                setting.history()
                        .accept(new Entry.Acknowledged(
                                nowNs, payload.id(), new Place(Setting.name(stored), outcome.offset())));
                setting.await().pause(between);
            }
            case REFUSED -> {
                setting.history().accept(new Entry.Refused(nowNs, payload.id(), outcome.reason()));
                failed(queue, outcome);
            }
            case UNKNOWN -> {
                setting.history().accept(new Entry.Unknown(nowNs, payload.id(), outcome.reason()));
                failed(queue, outcome);
            }
        }
    }

    private void failed(MessageQueue queue, Wire.Outcome outcome) {
        addresses.doubt(queue.brokerName(), outcome.leader());
        setting.await().pause(AFTER_FAILURE);
    }
}
