package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.WireMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Walks all queues from their beginning, asking leaders or any replica, and writes down every message that it sees. */
final class QueueReader implements Runnable {
    private static final Duration IDLE = Duration.ofMillis(20);

    private final String name;
    private final Setting setting;
    private final Wire wire;
    private final boolean anyReplica;
    private final Addresses addresses;
    private final Map<MessageQueue, Long> next = new HashMap<>();
    private int turn;

    /** @param anyReplica whether followers are asked, too */
    QueueReader(String name, Setting setting, Wire wire, RandomGenerator random, boolean anyReplica) {
        this.name = name;
        this.setting = setting;
        this.wire = wire;
        this.anyReplica = anyReplica;
        this.addresses = new Addresses(setting.view(), random);
    }

    @Override
    public void run() {
        MessageQueue queue = setting.queues().get(turn++ % setting.queues().size());
        String ring = queue.brokerName();
        Optional<String> address = anyReplica ? addresses.any(ring) : addresses.leader(ring);
        Optional<List<WireMessage>> messages =
                address.flatMap(replica -> wire.pull(replica, queue, next.getOrDefault(queue, 0L)));
        if (messages.isEmpty()) {
            addresses.doubt(ring, null);
        }
        messages.orElse(List.of()).forEach(message -> saw(queue, message));
        if (messages.isEmpty() || messages.get().isEmpty()) {
            setting.await().pause(IDLE);
        }
    }

    private void saw(MessageQueue queue, WireMessage message) {
        setting.history()
                .accept(new Entry.Read(
                        setting.nowNs(),
                        name,
                        new Place(Setting.name(queue), message.queueOffset()),
                        Payload.id(message.body()),
                        Payload.crc(message.body())));
        next.put(queue, message.queueOffset() + 1);
    }
}
