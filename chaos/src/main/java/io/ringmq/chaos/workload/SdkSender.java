package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import io.ringmq.client.route.ClientException;
import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sends message after message as an application does: the producer finds leaders, batches and tries again by itself. A
 * send that fails may have stored its message, and one that succeeds may have stored it twice.
 */
final class SdkSender implements Runnable {
    private final String name;
    private final Setting setting;
    private final Producer producer;
    private final RandomGenerator random;
    private final Duration between;
    private long sequence;

    SdkSender(String name, Setting setting, Producer producer, RandomGenerator random, Duration between) {
        this.name = name;
        this.setting = setting;
        this.producer = producer;
        this.random = random;
        this.between = between;
    }

    @Override
    public void run() {
        MessageQueue queue =
                setting.queues().get(random.nextInt(setting.queues().size()));
        Payload payload = Payload.of(name + "-" + sequence++, random);
        setting.history().accept(new Entry.Invoked(setting.nowNs(), payload.id(), payload.crc(), false));
        try {
            SendReceipt receipt = producer.send(
                    new Message(queue.topic(), payload.body(), Map.of(), 0),
                    producer.defaultOptions().withSelector((queues, message) -> queue));
            setting.history()
                    .accept(new Entry.Acknowledged(
                            setting.nowNs(),
                            payload.id(),
                            new Place(Setting.name(receipt.queue()), receipt.queueOffset())));
        } catch (ClientException e) {
            setting.history().accept(new Entry.Unknown(setting.nowNs(), payload.id(), String.valueOf(e.getMessage())));
        }
        setting.await().pause(between);
    }
}
